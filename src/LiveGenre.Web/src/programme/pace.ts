import type { Source } from "../protocol/livegenre/v1/livegenre_pb";
import { clockTime, toMillis, toSeconds } from "../words/time";

/** How long it is said that windows are as near as they should be again. */
export const RECOVERY_SHOWN_MS = 10 * 60 * 1000;

/** How often a source is listened to, where that is or lately was less often than it should be. */
export interface Pace {
  readonly text: string;
  /** Whether it still is. */
  readonly isSlowed: boolean;
}

/** Whether the daemon cannot keep up with this source. */
export function isSlowed({ currentHopDuration, windowHopDuration }: Source): boolean {
  return toSeconds(currentHopDuration) > toSeconds(windowHopDuration);
}

/** What to say of a source's pace; undefined where all is as it should be. */
export function pace(source: Source, nowMs: number): Pace | undefined {
  const changeMs = toMillis(source.hopChangeTime);
  const since = changeMs === undefined ? "" : ` since ${clockTime(changeMs, nowMs)}`;
  const usual = seconds(source.windowHopDuration);
  if (isSlowed(source)) {
    const text = `Analysed every ${seconds(source.currentHopDuration)} instead of every ${usual}${since}: the machine cannot keep up. Nothing is lost; changes show later.`;
    return { text, isSlowed: true };
  }
  return changeMs !== undefined && nowMs - changeMs < RECOVERY_SHOWN_MS
    ? { text: `Analysed every ${usual} again${since}: the machine keeps up.`, isSlowed: false }
    : undefined;
}

/** `2 s`, `0.5 s`: hops are whole frames, a little less than what was set. */
function seconds(duration: Parameters<typeof toSeconds>[0]): string {
  return `${Math.round(toSeconds(duration) * 10) / 10} s`;
}
