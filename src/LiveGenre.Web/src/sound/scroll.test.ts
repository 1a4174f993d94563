import { expect, it } from "vitest";
import { Scroll } from "./scroll";

const COLUMN = 0.05;

/** The edge, in seconds, of a picture drawn every 20 ms while five columns come every 250 ms. */
function edges(seconds: number): number[] {
  const scroll = new Scroll(COLUMN);
  const found: number[] = [];
  for (let ms = 0; ms < seconds * 1000; ms += 20) {
    const end = 100 + Math.floor(ms / 250) * 5;
    found.push(scroll.edgeAt(end, 5000 + ms) * COLUMN);
  }
  return found;
}

it("Scroll moves evenly though columns come in bursts", () => {
  const steps = edges(6).slice(100).map((edge, i, all) => edge - (all[i - 1] ?? edge - 0.02));
  expect(Math.min(...steps)).toBeGreaterThan(0.012);
  expect(Math.max(...steps)).toBeLessThan(0.028);
});

it("Scroll keeps close to what is heard and never shows what is not", () => {
  const last = edges(20).at(-1)!;
  const newest = (100 + Math.floor(19_980 / 250) * 5) * COLUMN;
  expect(last).toBeLessThanOrEqual(newest);
  expect(last).toBeGreaterThan(newest - 0.6);
});

it("Scroll stands still when nothing comes", () => {
  const scroll = new Scroll(COLUMN);
  scroll.edgeAt(100, 0);
  for (let ms = 0; ms < 10_000; ms += 20) {
    scroll.edgeAt(100, ms);
  }
  expect(scroll.edgeAt(100, 10_000)).toBe(100);
});

it("Scroll jumps over a gap, and back to another beginning", () => {
  const scroll = new Scroll(COLUMN);
  scroll.edgeAt(1000, 0);
  expect(scroll.edgeAt(5000, 20)).toBeCloseTo(4995);
  expect(scroll.edgeAt(10, 40)).toBeCloseTo(5);
});
