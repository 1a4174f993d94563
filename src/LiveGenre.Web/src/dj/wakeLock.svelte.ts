/** Keeps the screen on while the page is looked at, where the browser lets it. */
export class WakeLock {
  #isHeld = $state(false);
  #sentinel: WakeLockSentinel | undefined;
  #isWanted = false;

  /** Whether the screen stays on. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Begins; browsers take the lock back from a hidden page, and it is asked for again. @returns what ends it */
  start(): () => void {
    this.#isWanted = true;
    const again = () => void this.#request();
    document.addEventListener("visibilitychange", again);
    // Some browsers grant it only after somebody has touched the page.
    document.addEventListener("pointerdown", again);
    again();
    return () => {
      this.#isWanted = false;
      document.removeEventListener("visibilitychange", again);
      document.removeEventListener("pointerdown", again);
      void this.#sentinel?.release();
    };
  }

  async #request(): Promise<void> {
    if (!this.#isWanted || this.#sentinel || document.visibilityState !== "visible" || !("wakeLock" in navigator)) {
      return;
    }
    try {
      const sentinel = (this.#sentinel = await navigator.wakeLock.request("screen"));
      this.#isHeld = true;
      sentinel.addEventListener("release", () => {
        this.#isHeld = false;
        this.#sentinel = undefined;
      });
    } catch {
      this.#isHeld = false; // refused, such as by a low battery; the page says that the screen may turn off
    }
  }
}
