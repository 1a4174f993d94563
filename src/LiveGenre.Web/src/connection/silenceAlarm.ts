/** Longest silence of a stream that counts as live, milliseconds: the daemon's heartbeats come at least every 10 s. */
export const LIVE_MS = 15_000;

/** Aborts its signal when it is not restarted for `LIVE_MS`. */
export class SilenceAlarm {
  readonly #controller = new AbortController();
  #timer = this.#arm();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.stop();
    this.#timer = this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#controller.abort(), LIVE_MS);
  }
}
