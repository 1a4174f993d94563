/** The picture runs this far behind the newest column, seconds: about the time between two messages. */
const DELAY_SECONDS = 0.25;

/** Further behind than this, the picture jumps. */
const JUMP_SECONDS = 2;

/** How fast a lag is made good, 1/s. */
const CATCH_UP = 1.2;

/**
 * Where the right edge of a scrolling picture stands: columns arrive in bursts, the picture moves evenly. Positions are
 * columns with their fraction.
 */
export class Scroll {
  readonly #columnSeconds: number;
  #edge: number | undefined;
  #lastMs = 0;

  constructor(columnSeconds: number) {
    this.#columnSeconds = columnSeconds;
  }

  /** @param end one after the newest column @param nowMs a clock that never goes back */
  edgeAt(end: number, nowMs: number): number {
    const newest = end * this.#columnSeconds;
    const elapsed = Math.min(1, Math.max(0, (nowMs - this.#lastMs) / 1000));
    this.#lastMs = nowMs;
    if (this.#edge === undefined || Math.abs(newest - this.#edge) > JUMP_SECONDS) {
      this.#edge = newest - DELAY_SECONDS;
    } else {
      const steady = this.#edge + elapsed;
      const drift = newest - DELAY_SECONDS - steady;
      // Never back, and never beyond what has been heard.
      this.#edge = Math.min(newest, Math.max(this.#edge, steady + drift * Math.min(1, CATCH_UP * elapsed)));
    }
    return this.#edge / this.#columnSeconds;
  }
}
