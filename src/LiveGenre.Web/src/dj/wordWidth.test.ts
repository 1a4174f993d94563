import { expect, it } from "vitest";
import { wordWidth } from "./wordWidth";

it("wordWidth is that of the widest word, not of the longest", () => {
  const widths: Record<string, number> = { Hip: 1.4, hop: 1.6, illilli: 1.1, WW: 1.9 };
  expect(wordWidth("Hip hop", (word) => widths[word]!)).toBe(1.6);
  expect(wordWidth("illilli WW", (word) => widths[word]!)).toBe(1.9);
});
