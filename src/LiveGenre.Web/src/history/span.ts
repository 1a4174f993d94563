const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const SHORTEST_MS = 2 * MINUTE_MS;
export const LONGEST_MS = 400 * DAY_MS;

/** A stretch of time, milliseconds since 1970 on the daemon's clock. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Lengths that are worth a button. */
export const PRESETS: readonly { readonly name: string; readonly ms: number }[] = [
  { name: "15 min", ms: 15 * MINUTE_MS },
  { name: "1 hour", ms: HOUR_MS },
  { name: "6 hours", ms: 6 * HOUR_MS },
  { name: "Day", ms: DAY_MS },
  { name: "Week", ms: 7 * DAY_MS },
  { name: "Month", ms: 30 * DAY_MS },
  { name: "Year", ms: 365 * DAY_MS },
];

export function lengthOf({ fromMs, toMs }: Span): number {
  return toMs - fromMs;
}

/** The span scaled by `factor` about the point at `at`, 0 its beginning, 1 its end; never into the future. */
export function zoomed(span: Span, factor: number, at: number, nowMs: number): Span {
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengthOf(span) * factor));
  const pivot = span.fromMs + at * lengthOf(span);
  return notAfter({ fromMs: pivot - at * length, toMs: pivot + (1 - at) * length }, nowMs);
}

/** The span moved by `share` of its length, later where positive; never into the future. */
export function moved(span: Span, share: number, nowMs: number): Span {
  const by = share * lengthOf(span);
  return notAfter({ fromMs: span.fromMs + by, toMs: span.toMs + by }, nowMs);
}

/** The part between two points of it, 0 to 1 each, in any order. */
export function part(span: Span, a: number, b: number, nowMs: number): Span {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  return zoomed({ fromMs: at(span, from), toMs: at(span, to) }, 1, 0.5, nowMs);
}

/** The last `lengthMs`. */
export function latest(lengthMs: number, nowMs: number): Span {
  return { fromMs: nowMs - lengthMs, toMs: nowMs };
}

/** The time at a point of the span. */
export function at(span: Span, share: number): number {
  return span.fromMs + share * lengthOf(span);
}

/** Where a time lies: 0 at the beginning, 1 at the end. */
export function placeIn(span: Span, ms: number): number {
  return (ms - span.fromMs) / lengthOf(span);
}

function notAfter(span: Span, nowMs: number): Span {
  const over = Math.max(0, span.toMs - nowMs);
  return { fromMs: span.fromMs - over, toMs: span.toMs - over };
}
