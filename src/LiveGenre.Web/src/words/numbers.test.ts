import { expect, it } from "vitest";
import { counted, decibels, kilohertz, percent } from "./numbers";

it.each([
  [0, "0\u202f%"],
  [0.004, "0\u202f%"],
  [0.926, "93\u202f%"],
  [1, "100\u202f%"],
])("percent of %d reads %s", (share, words) => {
  expect(percent(share)).toBe(words);
});

it.each([
  [-18.24, "\u221218.2"],
  [-120, "\u2212120.0"],
  [-0.01, "0.0"],
  [0.3, "0.3"],
])("decibels of %d reads %s", (db, words) => {
  expect(decibels(db)).toBe(words);
});

it.each([
  [44_100, "44.1 kHz"],
  [48_000, "48 kHz"],
])("kilohertz of %d reads %s", (hz, words) => {
  expect(kilohertz(hz)).toBe(words);
});

it.each([
  [1, "1 window"],
  [0, "0 windows"],
  [12_345n, "12,345 windows"],
])("counted %d reads %s", (count, words) => {
  expect(counted(count, "window", "windows")).toBe(words);
});
