import { expect, it } from "vitest";
import { meterPosition } from "./level";

it.each([
  [-120, 0],
  [-60, 0],
  [-30, 0.5],
  [0, 1],
  [1.5, 1],
])("%d dBFS stands at %d", (dbfs, position) => {
  expect(meterPosition(dbfs)).toBeCloseTo(position);
});
