import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Milliseconds since 1970, UTC; undefined where the message leaves the time out. */
export function toMillis(time: Timestamp): number;
export function toMillis(time: Timestamp | undefined): number | undefined;
export function toMillis(time: Timestamp | undefined): number | undefined {
  return time && Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6);
}

/** Seconds. */
export function toSeconds(duration: Duration | undefined): number {
  return duration ? Number(duration.seconds) + duration.nanos / 1e9 : 0;
}

/** `14:03`, or `Tue 14:03` when that was a day or more before `nowMs`. */
export function clockTime(ms: number, nowMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(nowMs - ms >= DAY_MS ? { weekday: "short" } : {}),
    ...(timeZone ? { timeZone } : {}),
  }).format(ms);
}

/** `14:03:07`. */
export function clockTimeWithSeconds(ms: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeStyle: "medium",
    ...(timeZone ? { timeZone } : {}),
  }).format(ms);
}

/** `2026-03-29`, in a time zone or in that of the browser. */
export function isoDate(ms: number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone ? { timeZone } : {}) }).formatToParts(ms);
  return (["year", "month", "day"] as const).map((type) => parts.find((part) => part.type === type)?.value).join("-");
}

/** `12 s`, `3 min`, `1 h 05 min`, `2 d 3 h`: two units at most. */
export function howLong(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? `${hours} h ${String(minutes % 60).padStart(2, "0")} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** As `howLong`, to the nearest minute from one minute on: for what is over, rather than what goes on. */
export function aboutHowLong(seconds: number): string {
  return howLong((seconds < 60 ? seconds : Math.round(seconds / 60) * 60) * 1000);
}

/** `1 min 28 s heard, 3 min 32 s not`: rounded so that both add up to the whole. */
export function heardWords(heardSeconds: number, missingSeconds: number): string {
  const totalSeconds = heardSeconds + missingSeconds;
  const unit = totalSeconds < 3600 || heardSeconds < 60 ? 1 : 60;
  const heard = Math.round(heardSeconds / unit) * unit;
  const missing = Math.round(totalSeconds / unit) * unit - heard;
  const words = (seconds: number) =>
    unit === 1 && seconds > 60 && seconds < 3600 && seconds % 60 > 0 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : howLong(seconds * 1000);
  return `${words(heard)} heard${missing > 0 ? `, ${words(missing)} not` : ""}`;
}

/** A time zone as people read it: `UTC` for `Etc/UTC`, `America/New York`. */
export function zoneName(timeZone: string): string {
  return timeZone.replace(/^Etc\//, "").replaceAll("_", " ") || "UTC";
}
