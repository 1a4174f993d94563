import type { Scheme } from "./colourMap";
import { colourMap } from "./colourMap";
import type { SoundRing } from "./soundRing";

/** Columns that are turned into pixels at once. */
const BATCH = 64;

/** Rows of the waveform's picture: one for each value of a sample. */
const WAVE_ROWS = 255;

/** A screen wide enough shows this much of the past; a narrow one less. */
const LONGEST_SECONDS = 48;
const SHORTEST_SECONDS = 8;
const PIXELS_A_SECOND = 46;

/** The colours of the page around the picture, as CSS writes them. */
export interface Palette {
  readonly scheme: Scheme;
  readonly ink: string;
  readonly inkSoft: string;
  readonly rule: string;
  readonly accent: string;
  readonly sheet: string;
  readonly font: string;
}

/** Something that happened, to be marked in the picture. */
export interface SoundMark {
  /** The daemon's clock, milliseconds since 1970. */
  readonly ms: number;
  readonly text: string;
}

/** How long a past fits, seconds. */
export function secondsShown(widthPixels: number): number {
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.floor(widthPixels / PIXELS_A_SECOND)));
}

/**
 * Draws a ring's waveform and spectrogram, newest at the right. Each column is turned into pixels once, when it comes;
 * a frame only copies them to where they are by then, and allocates nothing.
 */
export class SoundPainter {
  readonly #ring: SoundRing;
  readonly #canvas: HTMLCanvasElement;
  readonly #screen: CanvasRenderingContext2D;
  readonly #mel: CanvasRenderingContext2D;
  readonly #wave: CanvasRenderingContext2D;
  readonly #batch: ImageData;
  readonly #pixels: Uint32Array;
  #map: Uint32Array;
  #palette: Palette;
  /** The first column that is not in the pictures yet. */
  #drawn = 0;

  constructor(canvas: HTMLCanvasElement, ring: SoundRing, palette: Palette) {
    this.#canvas = canvas;
    this.#ring = ring;
    this.#screen = canvas.getContext("2d")!;
    this.#mel = newPicture(ring.capacity, ring.bandCount);
    this.#wave = newPicture(ring.capacity, WAVE_ROWS);
    this.#batch = new ImageData(BATCH, ring.bandCount);
    this.#pixels = new Uint32Array(this.#batch.data.buffer);
    this.#palette = palette;
    this.#map = colourMap(palette.scheme);
    this.changed(ring.begin);
  }

  /** Other colours; everything is drawn again. */
  set palette(palette: Palette) {
    this.#palette = palette;
    this.#map = colourMap(palette.scheme);
    this.changed(this.#ring.begin);
  }

  /** Columns of the ring from `first` on are new. */
  changed(first: number): void {
    const { begin, end, capacity } = this.#ring;
    for (let column = Math.max(first, begin); column < end; ) {
      const place = this.#ring.placeOf(column);
      const count = Math.min(BATCH, end - column, capacity - place);
      this.#drawMel(place, count);
      this.#drawWave(place, count);
      column += count;
    }
    this.#drawn = end;
  }

  /**
   * Draws the frame.
   * @param edge the column at the right edge, with its fraction
   * @param seconds how long a past is shown
   * @param waveShare the waveform's part of the height, 0 to 1
   */
  paint(edge: number, seconds: number, waveShare: number, marks: readonly SoundMark[]): void {
    const { width, height } = this.#canvas;
    const screen = this.#screen;
    const waveHeight = Math.round(height * waveShare);
    const line = Math.max(1, Math.round(height / 400));
    screen.clearRect(0, 0, width, height);
    screen.fillStyle = this.#palette.rule;
    screen.fillRect(0, Math.round(waveHeight / 2), width, line);
    const columns = seconds / this.#ring.columnSeconds;
    this.#copy(this.#wave.canvas, WAVE_ROWS, edge, columns, 0, waveHeight - line);
    this.#copy(this.#mel.canvas, this.#ring.bandCount, edge, columns, waveHeight, height - waveHeight);
    this.#paintMarks(edge, columns, waveHeight, marks);
  }

  #copy(from: HTMLCanvasElement, rows: number, edge: number, columns: number, y: number, height: number): void {
    const { begin, capacity } = this.#ring;
    const scale = this.#canvas.width / columns;
    const left = edge - columns;
    const last = Math.min(edge, this.#drawn);
    for (let column = Math.max(left, begin); column < last; ) {
      const place = ((column % capacity) + capacity) % capacity;
      const count = Math.min(last - column, capacity - place);
      this.#screen.drawImage(from, place, 0, count, rows, (column - left) * scale, y, count * scale, height);
      column += count;
    }
  }

  #paintMarks(edge: number, columns: number, waveHeight: number, marks: readonly SoundMark[]): void {
    const { width, height } = this.#canvas;
    const screen = this.#screen;
    const pixel = width / Math.max(1, this.#canvas.clientWidth);
    screen.font = this.#palette.font;
    screen.textBaseline = "middle";
    for (const { ms, text } of marks) {
      const x = (1 - (edge - this.#ring.columnAt(ms)) / columns) * width;
      if (x < -200 * pixel || x > width) {
        continue;
      }
      const [h, pad] = [22 * pixel, 7 * pixel];
      const w = screen.measureText(text).width + 2 * pad;
      screen.fillStyle = this.#palette.accent;
      screen.fillRect(x, 0, Math.max(1, 1.5 * pixel), height);
      screen.fillRect(x, waveHeight - h / 2, w, h);
      screen.fillStyle = this.#palette.sheet;
      screen.fillText(text, x + pad, waveHeight + pixel);
    }
  }

  #drawMel(place: number, count: number): void {
    const { bandCount, mel, held } = this.#ring;
    for (let i = 0; i < count; i++) {
      const isHeld = held[place + i] !== 0;
      for (let band = 0; band < bandCount; band++) {
        const value = mel[(place + i) * bandCount + band]!;
        this.#pixels[(bandCount - 1 - band) * BATCH + i] = isHeld ? this.#map[value]! : 0;
      }
    }
    this.#mel.putImageData(this.#batch, place, 0, 0, 0, count, bandCount);
  }

  #drawWave(place: number, count: number): void {
    const { waveform, held } = this.#ring;
    const wave = this.#wave;
    wave.clearRect(place, 0, count, WAVE_ROWS);
    wave.fillStyle = this.#palette.inkSoft;
    for (let column = place; column < place + count; column++) {
      if (held[column]) {
        const [low, high] = [waveform[column * 2]!, waveform[column * 2 + 1]!];
        wave.fillRect(column, 127 - high, 1, Math.max(2, high - low));
      }
    }
  }
}

function newPicture(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext("2d")!;
}
