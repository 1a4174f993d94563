/** The quietest level on the meter's scale, dBFS; silence by level begins there by default. */
export const METER_FLOOR_DBFS = -60;

/** Marks of the scale, dBFS. */
export const METER_TICKS: readonly number[] = [-60, -48, -36, -24, -12, 0];

/** Where a level stands on the meter, from 0 at the floor to 1 at full scale. */
export function meterPosition(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / METER_FLOOR_DBFS));
}
