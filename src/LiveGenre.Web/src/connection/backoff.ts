const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const JITTER = 0.2;

/**
 * How long to wait before trying again, milliseconds: 0.5 s, doubled for each failure in a row up to 15 s, and up to a
 * fifth more or less so that the pages of a whole station do not come back in the same instant.
 * @param failures failures in a row, 1 or more
 * @param random a number from 0 to 1
 */
export function backoff(failures: number, random: number): number {
  const steady = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return steady * (1 + JITTER * (2 * random - 1));
}
