import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { Activity, GapSchema, HopChangeSchema, SnapshotSchema, SourceState, SourceStateChangeSchema } from "../protocol/livegenre/v1/livegenre_pb";
import { toSeconds } from "../words/time";
import { toBlock } from "./blocks";
import { at, response, segment, source, window } from "./examples";
import type { SourceView } from "./sourceView";
import { afterHistory, afterListing, afterResponse, afterSnapshot, HISTORY_MS, listed, onAirSinceMs, presentWindow } from "./sourceView";

const heard = (view: SourceView, ...events: Parameters<typeof response>[0][]) =>
  events.reduce((before, event) => afterResponse(before, response(event)), view);

const playing = heard(listed(source()), {
  case: "snapshot",
  value: create(SnapshotSchema, { source: source(), window: window(10, "jazz"), openSegment: segment(2, 10, "jazz") }),
});

describe("a snapshot", () => {
  it("draws the first picture", () => {
    expect(playing.window?.decision?.label).toBe("jazz");
    expect(playing.open).toMatchObject({ startMs: at(2), endMs: at(10), label: "jazz" });
  });

  it("of a daemon that has started again takes the last window away", () => {
    const { window: none, open } = afterSnapshot(playing, { source: source() });
    expect([none, open]).toEqual([undefined, undefined]);
  });
});

describe("a window", () => {
  it("carries the running decision on", () => {
    const { open, window: newest } = heard(playing, { case: "window", value: window(12, "jazz") });
    expect(open).toMatchObject({ startMs: at(2), endMs: at(12), label: "jazz" });
    expect(newest?.windowEndTime).toEqual(timestampFromMs(at(12)));
  });

  it("counts as newer by its place in the stream, also when the clock is set back", () => {
    const setBack = { ...window(12, "blues"), windowEndTime: timestampFromMs(at(-3600)) };
    expect(heard(playing, { case: "window", value: setBack }).window?.decision?.label).toBe("blues");
  });

  it("of another decision begins a block where the last one ended", () => {
    const { open, blocks } = heard(
      playing,
      { case: "segment", value: segment(2, 8, "jazz") },
      { case: "window", value: window(12, "blues") },
    );
    expect(blocks).toMatchObject([{ startMs: at(2), endMs: at(8), label: "jazz" }]);
    expect(open).toMatchObject({ startMs: at(8), endMs: at(12), label: "blues" });
  });

  it("of another activity begins a block although the genre goes on", () => {
    const talk = window(12, "jazz", { activity: Activity.SPEECH_OVER_MUSIC });
    expect(heard(playing, { case: "window", value: talk }).open).toMatchObject({ startMs: at(8), label: "jazz" });
  });

  it("that is older than the newest changes nothing", () => {
    expect(heard(playing, { case: "window", value: window(8, "blues") })).toBe(playing);
  });

  it("with clipped samples is remembered past the next that has none", () => {
    const clipping = window(12, "jazz", { level: { rmsDbfs: -3, peakDbfs: 0, clippedSampleCount: 7 } });
    const { clipped } = heard(playing, { case: "window", value: clipping }, { case: "window", value: window(14, "jazz") });
    expect(clipped).toEqual({ endMs: at(12), sampleCount: 7 });
  });
});

describe("a segment that was missed", () => {
  it("finds its place and leaves the open one alone", () => {
    const { blocks, open } = heard(
      playing,
      { case: "segment", value: segment(-4, 2, "blues") },
      { case: "segment", value: segment(-9, -4, "none", Activity.SPEECH) },
    );
    expect(blocks.map((block) => block.startMs)).toEqual([at(-9), at(-4)]);
    expect(open).toBe(playing.open);
  });

  it("counts once, however often it is told", () => {
    const told = heard(playing, { case: "segment", value: segment(-4, 2, "blues") });
    expect(afterHistory(told, [toBlock(segment(-4, 2, "blues"))!]).blocks).toHaveLength(1);
  });
});

it("history reaches back as far as the roll shows", () => {
  const old = toBlock(segment(-HISTORY_MS / 1000, 10 - HISTORY_MS / 1000, "jazz"))!;
  const younger = toBlock(segment(10 - HISTORY_MS / 1000, 11 - HISTORY_MS / 1000, "blues"))!;
  expect(afterHistory(playing, [old, younger]).blocks).toEqual([younger]);
});

describe("a change of state", () => {
  const lost = heard(playing, {
    case: "sourceState",
    value: create(SourceStateChangeSchema, {
      state: SourceState.DEVICE_LOST,
      detail: "The device went away.",
      changeTime: timestampFromMs(at(20)),
    }),
  });

  it("is shown with its detail, and no window is of now", () => {
    expect(lost.source).toMatchObject({
      state: SourceState.DEVICE_LOST,
      stateDetail: "The device went away.",
      stateSinceTime: timestampFromMs(at(20)),
    });
    expect(presentWindow(lost)).toBeUndefined();
    expect(presentWindow(playing)).toBeDefined();
  });

  it("is not undone by a list that was made before it", () => {
    expect(afterListing(lost, source({ reconnectCount: 2 }), true).source).toMatchObject({
      state: SourceState.DEVICE_LOST,
      stateDetail: "The device went away.",
      reconnectCount: 2,
    });
  });

  it("comes from the list where there is no stream", () => {
    expect(afterListing(lost, source(), false).source.state).toBe(SourceState.RUNNING);
  });
});

describe("a change of the hop", () => {
  const changed = (hopMs: number, seconds: number) => ({
    case: "hopChange" as const,
    value: create(HopChangeSchema, { hopDuration: durationFromMs(hopMs), changeTime: timestampFromMs(at(seconds)) }),
  });
  const slowed = heard(playing, changed(4000, 12), changed(8000, 20));

  it("is of the source, with its time", () => {
    expect(slowed.source).toMatchObject({ currentHopDuration: durationFromMs(8000), hopChangeTime: timestampFromMs(at(20)) });
  });

  it("that is told again after resuming changes nothing", () => {
    expect(heard(slowed, changed(4000, 12)).source).toEqual(slowed.source);
  });

  it("is not undone by a list that was made before it", () => {
    const before = source({ currentHopDuration: durationFromMs(2000) });
    expect(toSeconds(afterListing(slowed, before, true).source.currentHopDuration)).toBe(8);
    expect(toSeconds(afterListing(slowed, before, false).source.currentHopDuration)).toBe(2);
  });
});

it("a gap leaves a hole", () => {
  const value = create(GapSchema, { startTime: timestampFromMs(at(10)), endTime: timestampFromMs(at(13)) });
  const { holes } = heard(playing, { case: "gap", value }, { case: "gap", value });
  expect(holes).toEqual([{ startMs: at(10), endMs: at(13) }]);
});

describe("what is on air", () => {
  it("is as old as its decision", () => {
    expect(onAirSinceMs(playing)).toBe(at(6));
  });

  it("is as old as its activity where no genre applies", () => {
    const silent = heard(playing, { case: "window", value: window(20, "none", { activity: Activity.SILENCE }) });
    const spoken = heard(silent, { case: "window", value: window(30, "none", { activity: Activity.SPEECH }) });
    const later = heard(spoken, { case: "window", value: window(32, "none", { activity: Activity.SPEECH }) });
    expect(onAirSinceMs(later)).toBe(at(26));
  });

  it("is unknown before the first window", () => {
    expect(onAirSinceMs(listed(source()))).toBeUndefined();
  });
});
