import { expect, it } from "vitest";
import { frequencyMarks } from "./frequencyAxis";

const BANDS = [0, 100, 200, 300, 600, 1200, 2400, 4800];

it("frequencyMarks lie at the middle of their band, and between bands in proportion", () => {
  const at = new Map(frequencyMarks(BANDS, 0).map((mark) => [mark.text, mark.at]));
  expect(at.get("100")).toBeCloseTo(1.5 / 8);
  expect(at.get("4k")).toBeCloseTo((6.5 + 1600 / 2400) / 8);
  expect(at.has("8k")).toBe(false);
});

it("frequencyMarks keep their distance", () => {
  const all = frequencyMarks(BANDS, 0.2);
  expect(all.length).toBeGreaterThan(2);
  all.slice(1).forEach((mark, i) => expect(all[i]!.at - mark.at).toBeGreaterThanOrEqual(0.2));
});

it("frequencyMarks of no bands are none", () => {
  expect(frequencyMarks([], 0)).toEqual([]);
});
