import { describe, expect, it } from "vitest";
import { aboutHowLong, clockTime, clockTimeWithSeconds, heardWords, howLong, isoDate, toMillis, toSeconds, zoneName } from "./time";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("howLong", () => {
  it.each([
    [-5 * SECOND, "0 s"],
    [0, "0 s"],
    [1.996 * SECOND, "2 s"],
    [59.4 * SECOND, "59 s"],
    [MINUTE, "1 min"],
    [HOUR - SECOND, "59 min"],
    [HOUR + 5 * MINUTE, "1 h 05 min"],
    [24 * HOUR - SECOND, "23 h 59 min"],
    [51 * HOUR, "2 d 3 h"],
  ])("of %d ms reads %s", (ms, words) => {
    expect(howLong(ms)).toBe(words);
  });
});

it.each([
  [88, 212, "1 min 28 s heard, 3 min 32 s not"],
  [299.6, 0.4, "5 min heard"],
  [45.5, 14.5, "46 s heard, 14 s not"],
  [3 * 3600 + 29.9 * 60, 30.1 * 60, "3 h 30 min heard, 30 min not"],
  [24, 86_376, "24 s heard, 23 h 59 min not"],
  [0, 0, "0 s heard"],
])("heardWords of %d s and %d s add up: %s", (heard, missing, words) => {
  expect(heardWords(heard, missing)).toBe(words);
});

it.each([
  ["Etc/UTC", "UTC"],
  ["", "UTC"],
  ["America/New_York", "America/New York"],
])("zoneName of '%s' is %s", (zone, name) => {
  expect(zoneName(zone)).toBe(name);
});

it.each([
  [59, "59 s"],
  [22 * 60 + 45, "23 min"],
  [3600 + 20, "1 h 00 min"],
])("aboutHowLong of %d s is %s", (seconds, words) => {
  expect(aboutHowLong(seconds)).toBe(words);
});

describe("isoDate", () => {
  const evening = Date.UTC(2026, 10, 30, 23, 30);

  it.each([
    ["UTC", "2026-11-30"],
    ["Europe/Berlin", "2026-12-01"],
    ["America/New_York", "2026-11-30"],
  ])("is the day of the zone %s", (zone, day) => {
    expect(isoDate(evening, zone)).toBe(day);
  });
});

describe("clockTime", () => {
  const evening = Date.UTC(2026, 10, 24, 22, 3, 7);

  it("gives hour and minute of the same day", () => {
    expect(clockTime(evening, evening + 23 * HOUR, "UTC")).toBe("22:03");
  });

  it("adds the weekday after a day", () => {
    expect(clockTime(evening, evening + 24 * HOUR, "UTC")).toBe("Tue 22:03");
  });

  it("follows the zone", () => {
    expect(clockTime(evening, evening, "Europe/Berlin")).toBe("23:03");
  });

  it("starts the day at 00", () => {
    expect(clockTime(Date.UTC(2026, 10, 24, 0, 7), evening, "UTC")).toBe("00:07");
  });

  it("can show seconds", () => {
    expect(clockTimeWithSeconds(evening, "UTC")).toBe("22:03:07");
  });
});

describe("protocol times", () => {
  it("become milliseconds", () => {
    expect(toMillis({ $typeName: "google.protobuf.Timestamp", seconds: 3n, nanos: 250_900_000 })).toBe(3250);
    expect(toMillis(undefined)).toBeUndefined();
  });

  it("become seconds", () => {
    expect(toSeconds({ $typeName: "google.protobuf.Duration", seconds: 3n, nanos: 500_000_000 })).toBe(3.5);
    expect(toSeconds(undefined)).toBe(0);
  });
});
