import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { SharesSchema, TimelineBucketSchema } from "../protocol/livegenre/v1/history_pb";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { shareRows, timelineOf } from "./timelineRows";

const START_MS = Date.UTC(2026, 10, 24);
const span = { fromMs: START_MS, toMs: START_MS + 200_000 };
const s = (seconds: number) => durationFromMs(seconds * 1000);

/** 100 s: 50 s jazz, 10 s unknown, 20 s speech and 20 s nothing. */
const half: MessageInitShape<typeof SharesSchema> = {
  heardDuration: s(80),
  missingDuration: s(20),
  labels: [
    { label: "jazz", duration: s(50) },
    { label: "unknown", duration: s(10) },
    { label: "none", duration: s(20) },
  ],
  activities: [
    { activity: Activity.MUSIC, duration: s(60) },
    { activity: Activity.SPEECH, duration: s(20) },
  ],
};

const bucket = (i: number, shares: MessageInitShape<typeof SharesSchema>) =>
  create(TimelineBucketSchema, {
    startTime: timestampFromMs(START_MS + i * 100_000),
    endTime: timestampFromMs(START_MS + (i + 1) * 100_000),
    shares,
  });

describe("shareRows", () => {
  it("tells what is no genre apart by activity", () => {
    const rows = shareRows(create(SharesSchema, half), ["blues", "jazz"]);
    expect(rows.map(({ name, share }) => [name, share])).toEqual([
      ["Blues", 0], ["Jazz", 0.625], ["Unknown", 0.125], ["Speech", 0.25], ["Noise", 0], ["Silence", 0],
    ]);
    expect(rows.reduce((sum, row) => sum + row.share, 0)).toBe(1);
  });

  it("keeps labels of a model that is gone", () => {
    const rows = shareRows(create(SharesSchema, half), ["blues"]);
    expect(rows.map((row) => row.name).slice(0, 2)).toEqual(["Blues", "Jazz"]);
  });

  it("of nothing are shares of 0", () => {
    expect(shareRows(create(SharesSchema), ["blues"]).every((row) => row.share === 0)).toBe(true);
  });
});

describe("timelineOf", () => {
  const timeline = timelineOf([bucket(0, half), bucket(1, { missingDuration: s(100) })], ["jazz"], span);

  it("draws a bar as high as its share of the bucket, at its time", () => {
    expect(timeline.rows.find((row) => row.key === "jazz")?.path).toBe("M0 1V0.5H0.5V1Z");
  });

  it("draws what is missing over all rows, beside what else is missing", () => {
    expect(timeline.missing).toBe("M0.4 1V0H0.5V1ZM0.5 1V0H1V1Z");
    const after = timelineOf([bucket(0, { missingDuration: s(100) }), bucket(1, half)], ["jazz"], span);
    expect(after.missing).toBe("M0 1V0H0.5V1ZM0.5 1V0H0.6V1Z");
  });

  it("sums up", () => {
    expect([timeline.heardSeconds, timeline.missingSeconds]).toEqual([80, 120]);
    expect(timeline.rows.find((row) => row.name === "Speech")).toMatchObject({ seconds: 20, share: 0.25 });
  });
});
