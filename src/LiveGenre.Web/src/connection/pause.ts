/** Ends every pause at once, such as when somebody presses "Try now" or the network returns. */
export class Bell extends EventTarget {
  ring(): void {
    this.dispatchEvent(new Event("ring"));
  }
}

/** Waits `ms`; less when the bell rings or the signal aborts. Never throws. */
export function pause(ms: number, bell: Bell, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      bell.removeEventListener("ring", end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : ms);
    bell.addEventListener("ring", end);
    signal.addEventListener("abort", end);
  });
}
