/** A colour in OKLCH: lightness 0 to 1, chroma, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Which ground the colours stand on. */
export type Scheme = "light" | "dark";

/**
 * The stops of each map, evenly spaced from quiet to loud. Lightness rises or falls in equal steps, so that equal steps of
 * level look equal and the picture reads the same without colour; hue turns from the page's green-blue towards amber.
 */
const STOPS: Readonly<Record<Scheme, readonly Oklch[]>> = {
  dark: [
    { l: 0.18, c: 0.015, h: 215 },
    { l: 0.345, c: 0.06, h: 205 },
    { l: 0.51, c: 0.09, h: 185 },
    { l: 0.675, c: 0.115, h: 155 },
    { l: 0.84, c: 0.13, h: 110 },
    { l: 0.985, c: 0.05, h: 90 },
  ],
  light: [
    { l: 0.985, c: 0.006, h: 170 },
    { l: 0.845, c: 0.06, h: 165 },
    { l: 0.695, c: 0.095, h: 175 },
    { l: 0.545, c: 0.095, h: 200 },
    { l: 0.395, c: 0.095, h: 250 },
    { l: 0.245, c: 0.085, h: 290 },
  ],
};

/** Where sound lies within the bytes that the daemon sends: the ends are spared for what is rare. */
const [QUIET, LOUD] = [0.16, 0.92];

/** The colours of bytes 0 to 255 as pixels of a canvas: four bytes each, red first on little-endian machines. */
export function colourMap(scheme: Scheme): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const [r, g, b] = toSrgb(colourAt(STOPS[scheme], (i / 255 - QUIET) / (LOUD - QUIET)));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}

/** The colour at `position`, 0 to 1, of evenly spaced stops. */
export function colourAt(stops: readonly Oklch[], position: number): Oklch {
  const place = Math.min(1, Math.max(0, position)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [from, to, part] = [stops[below]!, stops[below + 1]!, place - below];
  const between = (a: number, b: number) => a + (b - a) * part;
  return { l: between(from.l, to.l), c: between(from.c, to.c), h: between(from.h, to.h) };
}

/** sRGB, 0 to 255 each, of a colour; what no screen shows is clipped. Björn Ottosson's Oklab matrices (2020). */
export function toSrgb({ l, c, h }: Oklch): readonly [number, number, number] {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    encoded(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    encoded(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
}

function encoded(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
