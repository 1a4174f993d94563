import { describe, expect, it } from "vitest";
import { Activity, SourceState } from "../protocol/livegenre/v1/livegenre_pb";
import { toBlock } from "./blocks";
import { at, segment, source, window } from "./examples";
import { rollHoles, rollMarks, rollRows, rollSpan, rollTicks } from "./roll";
import type { SourceView } from "./sourceView";
import { HISTORY_MS, listed } from "./sourceView";

const HISTORY_S = HISTORY_MS / 1000;
const SPAN = { lengthMs: HISTORY_MS, tickMs: 5 * 60_000 };

const view: SourceView = {
  ...listed(source()),
  window: window(0, "jazz"),
  open: toBlock(segment(-HISTORY_S / 10, 0, "jazz")),
  blocks: [
    toBlock(segment(-2 * HISTORY_S, -0.9 * HISTORY_S, "blues"))!,
    toBlock(segment(-0.5 * HISTORY_S, -0.4 * HISTORY_S, "jazz", Activity.SPEECH_OVER_MUSIC))!,
    toBlock(segment(-0.4 * HISTORY_S, -0.3 * HISTORY_S, "none", Activity.SPEECH))!,
    toBlock(segment(-0.3 * HISTORY_S, -0.2 * HISTORY_S, "unknown"))!,
  ],
};
const rows = rollRows(view);
const rowOf = (name: string) => rows.findIndex((row) => row.name === name);

describe("rows", () => {
  it("are the model's genres, then what is no genre", () => {
    expect(rows.map((row) => row.name)).toEqual(["Blues", "Jazz", "Unknown", "Speech", "Noise", "Silence"]);
    expect(rows.map((row) => row.isApart)).toEqual([false, false, true, true, true, true]);
  });

  it("carry the smoothed scores and the activity's", () => {
    expect(rows.map((row) => row.score?.toFixed(2))).toEqual(["0.25", "0.75", undefined, "0.04", "0.01", undefined]);
  });

  it("show which one is on air", () => {
    expect(rows.filter((row) => row.isCurrent).map((row) => row.name)).toEqual(["Jazz"]);
  });

  it("say nothing of now when the source has failed", () => {
    const failed = rollRows({ ...view, source: source({ state: SourceState.NO_DATA }) });
    expect(failed.some((row) => row.isCurrent || row.score !== undefined)).toBe(false);
  });
});

describe("marks", () => {
  const marks = rollMarks(view, rows, at(0), SPAN);

  it("lie in the row of what was decided", () => {
    expect(marks.map((mark) => mark.row)).toEqual(["Blues", "Jazz", "Speech", "Unknown", "Jazz"].map(rowOf));
  });

  it("are placed by time and cut at the edge", () => {
    expect(marks[0]).toMatchObject({ from: 0, to: expect.closeTo(0.1) });
    expect(marks[1]).toMatchObject({ from: expect.closeTo(0.5), to: expect.closeTo(0.6), isTalkedOver: true });
    expect(marks.at(-1)).toMatchObject({ from: expect.closeTo(0.9), to: 1, isCurrent: true, isTalkedOver: false });
  });

  it("leave out what is older than the roll", () => {
    expect(rollMarks(view, rows, at(2 * HISTORY_S), SPAN)).toEqual([]);
  });

  it("are none of them current when the source has failed", () => {
    const failed = { ...view, source: source({ state: SourceState.DEVICE_LOST }) };
    expect(rollMarks(failed, rows, at(0), SPAN).some((mark) => mark.isCurrent)).toBe(false);
  });
});

it("holes are placed like marks", () => {
  const holed = { ...view, holes: [{ startMs: at(-0.2 * HISTORY_S), endMs: at(-0.1 * HISTORY_S) }] };
  expect(rollHoles(holed, at(0), SPAN)).toEqual([{ from: expect.closeTo(0.8), to: expect.closeTo(0.9) }]);
});

it.each([
  ["nothing is known", [], 3],
  ["a minute is known", [-60], 3],
  ["four minutes are known", [-240, -60], 6],
  ["ten minutes are known", [-600, -60], 15],
  ["more is known than is kept", [-1200, -60], 15],
])("the span is the shortest that shows all when %s", (_, starts, minutes) => {
  const blocks = starts.map((start) => toBlock(segment(start, start + 30, "jazz"))!);
  expect(rollSpan({ ...view, blocks, open: undefined }, at(0)).lengthMs).toBe(minutes * 60_000);
});

it("ticks stand at every five minutes of the clock", () => {
  expect(rollTicks(at(60), SPAN).map((tick) => tick.ms)).toEqual([at(-600), at(-300), at(0)]);
  expect(rollTicks(at(60), SPAN).at(-1)?.at).toBeCloseTo(1 - 60 / HISTORY_S);
});
