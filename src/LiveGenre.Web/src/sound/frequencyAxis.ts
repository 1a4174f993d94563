/** Frequencies that are worth a mark, Hz; as many of them are shown as there is room for. */
const MARKS: readonly number[] = [100, 200, 500, 1000, 2000, 4000, 8000];

/** A mark of the frequency axis. */
export interface FrequencyMark {
  readonly hz: number;
  /** `500`, `2k`. */
  readonly text: string;
  /** 0 at the lowest band's lower edge, 1 at the highest band's upper edge. */
  readonly at: number;
}

/** Where round frequencies lie among bands of equal height; those closer than `minimumDistance` to the one above are left out. */
export function frequencyMarks(bandFrequenciesHz: readonly number[], minimumDistance: number): readonly FrequencyMark[] {
  const marks: FrequencyMark[] = [];
  for (const hz of MARKS.toReversed()) {
    const at = bandPosition(bandFrequenciesHz, hz);
    const above = marks.at(-1);
    if (at !== undefined && (!above || above.at - at >= minimumDistance)) {
      marks.push({ hz, text: hz < 1000 ? `${hz}` : `${hz / 1000}k`, at });
    }
  }
  return marks;
}

/** Undefined outside of the bands. */
function bandPosition(bands: readonly number[], hz: number): number | undefined {
  const above = bands.findIndex((band) => band >= hz);
  const [lower, upper] = [bands[above - 1], bands[above]];
  if (lower === undefined || upper === undefined) {
    return undefined;
  }
  // Half a band: its centre lies in the middle of its height.
  return (above - 0.5 + (hz - lower) / (upper - lower)) / bands.length;
}
