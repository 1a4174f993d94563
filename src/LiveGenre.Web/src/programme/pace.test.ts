import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { clockTime } from "../words/time";
import { at, source } from "./examples";
import { isSlowed, pace, RECOVERY_SHOWN_MS } from "./pace";

const hops = (usualMs: number, currentMs: number, changeMs?: number) =>
  source({
    windowHopDuration: durationFromMs(usualMs),
    currentHopDuration: durationFromMs(currentMs),
    ...(changeMs === undefined ? {} : { hopChangeTime: timestampFromMs(changeMs) }),
  });

it("says how often, since when and why, while the machine cannot keep up", () => {
  const slowed = hops(1997, 7988, at(60));
  expect(isSlowed(slowed)).toBe(true);
  expect(pace(slowed, at(3600))).toEqual({
    text: `Analysed every 8 s instead of every 2 s since ${clockTime(at(60), at(3600))}: the machine cannot keep up. Nothing is lost; changes show later.`,
    isSlowed: true,
  });
});

it("says for a while that it is over", () => {
  const again = hops(255, 255, at(60));
  expect(isSlowed(again)).toBe(false);
  expect(pace(again, at(60) + RECOVERY_SHOWN_MS - 1)).toEqual({
    text: `Analysed every 0.3 s again since ${clockTime(at(60), at(61))}: the machine keeps up.`,
    isSlowed: false,
  });
  expect(pace(again, at(60) + RECOVERY_SHOWN_MS)).toBeUndefined();
});

it("says nothing where it has always kept up", () => {
  expect(pace(hops(1997, 1997), at(60))).toBeUndefined();
});
