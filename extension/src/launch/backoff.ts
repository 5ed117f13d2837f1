// The delay before a crashed server is restarted.

const REMEMBERED_MS = 3 * 60_000;
const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** The crashes of the last three minutes; all times are milliseconds since the epoch. */
export function recent(crashes: readonly number[], now: number): readonly number[] {
  return crashes.filter((it) => now - it < REMEMBERED_MS);
}

/** The delay in milliseconds after a number of crashes: doubled each time, at most a minute. */
export function pauseAfter(crashes: number): number {
  return Math.min(FIRST_MS * 2 ** Math.max(crashes - 1, 0), LONGEST_MS);
}
