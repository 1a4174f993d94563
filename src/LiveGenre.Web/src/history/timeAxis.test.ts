import { expect, it } from "vitest";
import { latest } from "./span";
import { dayAndMonth, spanWords, timeMarks } from "./timeAxis";

const HOUR = 3_600_000;
const texts = (lengthMs: number, most: number) => timeMarks(latest(lengthMs, new Date(2026, 10, 24, 14, 3).getTime()), most).map((m) => m.text);

it.each([
  [HOUR, 6, ["13:10", "13:20", "13:30", "13:40", "13:50", "14:00"]],
  [0.1 * HOUR, 6, ["13:57", "13:58", "13:59", "14:00", "14:01", "14:02", "14:03"].slice(1)],
  [24 * HOUR, 8, ["15:00", "18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00"]],
  [4 * 24 * HOUR, 4, ["21 Nov", "22 Nov", "23 Nov", "24 Nov"]],
  [40 * 24 * HOUR, 6, ["19 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov"]],
  [365 * 24 * HOUR, 7, ["Jan 2026", "Mar 2026", "May 2026", "Jul 2026", "Sept 2026", "Nov 2026"]],
])("timeMarks of %i ms are round", (lengthMs, most, expected) => {
  const found = texts(lengthMs, most);
  expect(found).toEqual(expect.arrayContaining(expected.slice(1, -1)));
  expect(found.length).toBeLessThanOrEqual(most + 2);
});

it("timeMarks lie within the span, in order", () => {
  const places = timeMarks(latest(24 * HOUR, Date.UTC(2026, 2, 29, 20)), 12).map((mark) => mark.at);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...places)).toBeLessThanOrEqual(1);
});

it("spanWords names the day once where it is one", () => {
  const from = new Date(2026, 10, 24, 14, 3).getTime();
  expect(spanWords({ fromMs: from, toMs: from + HOUR })).toBe("Tue, 24 Nov 2026, 14:03 to 15:03");
  expect(spanWords({ fromMs: from, toMs: from + 24 * HOUR })).toBe("Tue, 24 Nov 2026, 14:03 to Wed, 25 Nov 2026, 14:03");
});

it("dayAndMonth is that of the zone", () => {
  expect(dayAndMonth(Date.UTC(2026, 10, 23, 23, 30), "Europe/Berlin")).toBe("Tue 24 Nov");
});
