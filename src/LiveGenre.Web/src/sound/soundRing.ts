import type { SoundColumns } from "../protocol/livegenre/v1/livegenre_pb";
import { toMillis, toSeconds } from "../words/time";

/** What one place of the ring holds. */
export const HELD = 1;

/** Columns that come again are of the same time but for the drift of a clock, ms; further off, another stream counts from 0. */
const SAME_TIME_MS = 1000;

/**
 * The last columns of a source's sound, addressed by absolute column since its stream began. A column that never came, or
 * is overwritten, reads as not held. Nothing is allocated after construction.
 */
export class SoundRing {
  readonly bandCount: number;
  readonly capacity: number;
  /** Seconds. */
  readonly columnSeconds: number;
  /** `[capacity × bandCount]`, bands low to high. */
  readonly mel: Uint8Array;
  /** `[capacity × 2]`, smallest and largest sample, full scale ±127. */
  readonly waveform: Int8Array;
  /** `HELD` where the place holds a column, 0 where it is a gap. */
  readonly held: Uint8Array;
  #end = 0;
  #begin = 0;
  /** UTC of column 0, milliseconds; moves when the daemon's clock does. */
  #originMs = 0;

  constructor(bandCount: number, columnSeconds: number, capacity: number) {
    this.bandCount = bandCount;
    this.columnSeconds = columnSeconds;
    this.capacity = capacity;
    this.mel = new Uint8Array(capacity * bandCount);
    this.waveform = new Int8Array(capacity * 2);
    this.held = new Uint8Array(capacity);
  }

  /** One after the newest column; 0 before the first. */
  get end(): number {
    return this.#end;
  }

  /** The oldest column that was heard and is not overwritten. */
  get begin(): number {
    return Math.max(this.#begin, this.#end - this.capacity);
  }

  /** Milliseconds since 1970 at the start of a column, on the daemon's clock. */
  timeOf(column: number): number {
    return this.#originMs + column * this.columnSeconds * 1000;
  }

  /** The column, with its fraction, at a time of the daemon's clock. */
  columnAt(ms: number): number {
    return (ms - this.#originMs) / (this.columnSeconds * 1000);
  }

  /** Where in the arrays a column lies. */
  placeOf(column: number): number {
    return ((column % this.capacity) + this.capacity) % this.capacity;
  }

  /**
   * Takes columns as the daemon sends them; columns left out before them become a gap.
   * @returns the first column that changed, at most `capacity` before the end
   */
  add(columns: SoundColumns): number {
    const count = Math.min(columns.columnCount, Math.floor(columns.mel.length / this.bandCount));
    const start = Math.round(toSeconds(columns.startOffset) / this.columnSeconds);
    if (count === 0) {
      return this.#end;
    }
    const originMs = columns.startTime ? toMillis(columns.startTime) - start * this.columnSeconds * 1000 : this.#originMs;
    const isOtherTime = start < this.#end && Math.abs(originMs - this.#originMs) > SAME_TIME_MS;
    this.#originMs = originMs;
    // A stream that began anew: what is older belongs to another time line.
    const isAnew = this.#end === 0 || start < this.begin || isOtherTime;
    const from = isAnew ? start : Math.min(start, this.#end);
    if (isAnew) {
      this.held.fill(0);
      this.#begin = start;
    }
    this.#end = Math.max(isAnew ? start : this.#end, start);
    for (let column = Math.max(from, this.#end - this.capacity); column < start; column++) {
      this.held[this.placeOf(column)] = 0;
    }
    for (let i = Math.max(0, count - this.capacity); i < count; i++) {
      const place = this.placeOf(start + i);
      this.mel.set(columns.mel.subarray(i * this.bandCount, (i + 1) * this.bandCount), place * this.bandCount);
      // Bytes of the message are unsigned; the array reads them as signed.
      this.waveform[place * 2] = columns.waveform[i * 2] ?? 0;
      this.waveform[place * 2 + 1] = columns.waveform[i * 2 + 1] ?? 0;
      this.held[place] = HELD;
    }
    this.#end = Math.max(this.#end, start + count);
    return Math.max(from, this.#end - this.capacity);
  }
}
