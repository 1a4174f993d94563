const MEASURED_PIXELS = 100;

/** Width of the widest word of a text, in units of the size of its letters. */
export function wordWidth(text: string, measure: (word: string) => number): number {
  return Math.max(...text.split(" ").map(measure));
}

/** Measures words as the browser will draw them, in units of the letters' size; the font must be loaded. */
export function measurer(font: string, letterSpacing: number): (word: string) => number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = font.replace("1em", `${MEASURED_PIXELS}px`);
  return (word) => context.measureText(word).width / MEASURED_PIXELS + letterSpacing * word.length;
}
