import type { Span } from "./span";
import { DAY_MS, lengthOf, placeIn } from "./span";

const MINUTE_MS = 60_000;

/** Distances between marks, milliseconds; months stand for themselves. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);
const STEPS_DAYS = [1, 2, 7, 14];

/** A mark of the time axis. */
export interface TimeMark {
  readonly ms: number;
  /** 0 at the beginning of the span, 1 at its end. */
  readonly at: number;
  readonly text: string;
}

/** Round times of the reader's clock and calendar in a span, at most `most` of them. */
export function timeMarks(span: Span, most: number): readonly TimeMark[] {
  const stepMs = STEPS_MS.find((step) => lengthOf(span) / step <= most);
  if (stepMs !== undefined) {
    return marks(span, clockTimes(span, stepMs), { hour: "2-digit", minute: "2-digit" });
  }
  const days = STEPS_DAYS.find((step) => lengthOf(span) / (step * DAY_MS) <= most);
  return days === undefined
    ? marks(span, months(span, most), { month: "short", year: "numeric" })
    : marks(span, dates(span, days), { day: "numeric", month: "short" });
}

function marks(span: Span, times: readonly number[], format: Intl.DateTimeFormatOptions): readonly TimeMark[] {
  const words = new Intl.DateTimeFormat("en-GB", format);
  return times
    .filter((ms) => ms >= span.fromMs && ms <= span.toMs)
    .map((ms) => ({ ms, at: placeIn(span, ms), text: words.format(ms) }));
}

/** Counted from local midnight, anew each day: a day of 23 or 25 hours keeps its round hours. */
function clockTimes(span: Span, stepMs: number): readonly number[] {
  const times: number[] = [];
  for (const midnight of dates({ fromMs: span.fromMs - DAY_MS, toMs: span.toMs }, 1)) {
    const day = new Date(midnight);
    for (let ms = 0; ms < DAY_MS; ms += stepMs) {
      const time = new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, ms / MINUTE_MS);
      if (times.at(-1) !== time.getTime()) {
        times.push(time.getTime());
      }
    }
  }
  return times;
}

function dates(span: Span, step: number): readonly number[] {
  const times: number[] = [];
  const first = new Date(span.fromMs);
  // Weeks begin on Monday.
  const back = step % 7 === 0 ? (first.getDay() + 6) % 7 : 0;
  for (let i = -back; ; i += step) {
    const time = new Date(first.getFullYear(), first.getMonth(), first.getDate() + i).getTime();
    if (time > span.toMs) {
      return times;
    }
    times.push(time);
  }
}

function months(span: Span, most: number): readonly number[] {
  const step = [1, 2, 3, 6].find((count) => lengthOf(span) / (count * 30 * DAY_MS) <= most) ?? 12;
  const first = new Date(span.fromMs);
  const times: number[] = [];
  for (let i = -(first.getMonth() % step); ; i += step) {
    const time = new Date(first.getFullYear(), first.getMonth() + i).getTime();
    if (time > span.toMs) {
      return times;
    }
    times.push(time);
  }
}

/** `Tue 24 Nov 2026, 14:03`: a moment in full. */
export function moment(ms: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
    ...(timeZone ? { timeZone } : {}),
  }).format(ms);
}

/** `Tue 24 Nov`. */
export function dayAndMonth(ms: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", ...(timeZone ? { timeZone } : {}) })
    .format(ms)
    .replace(",", "");
}

/** A span in words: `Tue 24 Nov 2026, 14:03 to 15:03`. */
export function spanWords({ fromMs, toMs }: Span): string {
  const isSameDay = new Date(fromMs).toDateString() === new Date(toMs).toDateString() && toMs - fromMs < DAY_MS;
  const end = isSameDay ? new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(toMs) : moment(toMs);
  return `${moment(fromMs)} to ${end}`;
}
