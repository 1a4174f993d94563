const NARROW_SPACE = "\u202f";
const MINUS = "\u2212";

/** `92 %` of a share from 0 to 1. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}${NARROW_SPACE}%`;
}

/** `−18.2`: one decimal and a real minus sign. */
export function decibels(db: number): string {
  const tenths = Math.round(db * 10) / 10;
  return `${tenths < 0 ? MINUS : ""}${Math.abs(tenths).toFixed(1)}`;
}

/** `−18`, for a scale. */
export function wholeDecibels(db: number): string {
  return `${db < 0 ? MINUS : ""}${Math.abs(Math.round(db))}`;
}

/** `44.1 kHz`. */
export function kilohertz(hz: number): string {
  return `${hz / 1000} kHz`;
}

/** `1 sample`, `2 samples`, `12,345 samples`. */
export function counted(count: number | bigint, one: string, many: string): string {
  return `${count.toLocaleString("en-GB")} ${Number(count) === 1 ? one : many}`;
}
