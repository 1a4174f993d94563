import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { Compliance, GetReportResponseSchema } from "../protocol/livegenre/v1/history_pb";
import { Activity } from "../protocol/livegenre/v1/livegenre_pb";
import { reportCsv, targetName, targetWords } from "./reportCsv";

const start = Date.UTC(2026, 2, 29, 1);
const row = (title: string, compliance: Compliance) => ({
  title,
  startTime: timestampFromMs(start),
  endTime: timestampFromMs(start + 3_600_000),
  shares: {
    heardDuration: durationFromMs(3_000_000),
    missingDuration: durationFromMs(600_000),
    labels: [
      { label: "jazz", duration: durationFromMs(2_250_000) },
      { label: "none", duration: durationFromMs(750_000) },
    ],
    activities: [{ activity: Activity.SPEECH, duration: durationFromMs(750_000) }],
  },
  targets: [{ target: "talk at most 15 %", share: 0.25, compliance }],
});

it("holds a line a period and the total", () => {
  const report = create(GetReportResponseSchema, {
    rows: [row('Sun 29 March, "02:00"', Compliance.ABOVE)],
    total: row("=Total", Compliance.NOT_MEASURED),
  });
  expect(reportCsv(report, ["jazz"]).split("\r\n")).toEqual([
    "period,start,end,heard_seconds,missing_seconds,Jazz,Unknown,Speech,Noise,Silence,talk at most 15 %",
    '"Sun 29 March, ""02:00""",2026-03-29T01:00:00.000Z,2026-03-29T02:00:00.000Z,3000,600,0.7500,0.0000,0.2500,0.0000,0.0000,above',
    "'=Total,2026-03-29T01:00:00.000Z,2026-03-29T02:00:00.000Z,3000,600,0.7500,0.0000,0.2500,0.0000,0.0000,not measured",
    "",
  ]);
});

it.each([
  [Compliance.ABOVE, "25\u202f%, above"],
  [Compliance.NOT_MEASURED, "not measured"],
])("a target's %i reads '%s'", (compliance, words) => {
  expect(targetWords({ share: 0.25, compliance })).toBe(words);
});

it.each([
  ["hiphop 60 ± 10 %", "Hip hop 60 ± 10 %"],
  ["hip hop at most 5 % (Morning)", "Hip hop at most 5 % (Morning)"],
  ["talk at most 15 %", "talk at most 15 %"],
])("the target '%s' is named '%s'", (target, name) => {
  expect(targetName(target, ["hip", "hip hop", "hiphop"])).toBe(name);
});
