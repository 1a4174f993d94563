import { describe, expect, it } from "vitest";
import { DAY_MS, latest, lengthOf, LONGEST_MS, moved, part, SHORTEST_MS, zoomed } from "./span";

const NOW = Date.UTC(2026, 10, 24);
const HOUR = DAY_MS / 24;
const past = { fromMs: NOW - 10 * HOUR, toMs: NOW - 8 * HOUR };

describe("zoomed", () => {
  it("keeps the point under the pointer", () => {
    expect(zoomed(past, 0.5, 0.25, NOW)).toEqual({ fromMs: past.fromMs + 0.25 * HOUR, toMs: past.fromMs + 1.25 * HOUR });
  });

  it("stays within what makes sense", () => {
    expect(lengthOf(zoomed(past, 1e-9, 0.5, NOW))).toBe(SHORTEST_MS);
    expect(lengthOf(zoomed(past, 1e9, 0.5, NOW))).toBe(LONGEST_MS);
  });

  it("shows no future", () => {
    expect(zoomed(past, 8, 0, NOW)).toEqual(latest(16 * HOUR, NOW));
  });
});

describe("moved", () => {
  it("goes by a share of the length", () => {
    expect(moved(past, -0.5, NOW)).toEqual({ fromMs: NOW - 11 * HOUR, toMs: NOW - 9 * HOUR });
  });

  it("stops at now", () => {
    expect(moved(past, 50, NOW)).toEqual(latest(2 * HOUR, NOW));
  });
});

it("part takes two points in any order", () => {
  const expected = { fromMs: past.fromMs + HOUR, toMs: past.fromMs + 1.5 * HOUR };
  expect(part(past, 0.75, 0.5, NOW)).toEqual(expected);
  expect(part(past, 0.5, 0.75, NOW)).toEqual(expected);
});
