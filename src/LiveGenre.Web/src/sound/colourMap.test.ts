import { describe, expect, it } from "vitest";
import type { Scheme } from "./colourMap";
import { colourMap, toSrgb } from "./colourMap";

/** Relative luminance as in WCAG, 0 to 1. */
function luminance(pixel: number): number {
  const linear = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

it.each([
  ["white", { l: 1, c: 0, h: 0 }, [255, 255, 255]],
  ["black", { l: 0, c: 0, h: 0 }, [0, 0, 0]],
  ["sRGB's red", { l: 0.62796, c: 0.25768, h: 29.234 }, [255, 0, 0]],
] as const)("toSrgb knows %s", (_, colour, rgb) => {
  expect(toSrgb(colour)).toEqual(rgb);
});

describe.each<Scheme>(["light", "dark"])("the %s map", (scheme) => {
  const pixels = [...colourMap(scheme)];
  // Cube root of luminance is close to perceived lightness.
  const lightness = pixels.map((pixel) => Math.cbrt(luminance(pixel)));

  it("is opaque", () => {
    expect(pixels.every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  it("rises or falls from one end to the other", () => {
    const direction = scheme === "dark" ? 1 : -1;
    const steps = lightness.slice(1).map((value, i) => (value - lightness[i]!) * direction);
    expect(Math.min(...steps)).toBeGreaterThan(-0.002); // no more than the rounding to a byte
    expect(Math.max(...steps)).toBeLessThan(0.012); // and no edge where the sound has none
  });

  it("uses most of the range between black and white", () => {
    expect(Math.abs(lightness[255]! - lightness[0]!)).toBeGreaterThan(0.7);
  });
});
