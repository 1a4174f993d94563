import { expect, it } from "vitest";
import { backoff } from "./backoff";

it("doubles from half a second to a quarter of a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map((failures) => backoff(failures, 0.5))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
  ]);
});

it("spreads by a fifth", () => {
  expect(backoff(6, 0)).toBeCloseTo(12_000);
  expect(backoff(6, 1)).toBeCloseTo(18_000);
});
