// When a server that crashed is started again.

const REMEMBERED_MS = 3 * 60_000;
const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** The crashes that still count at a time, in milliseconds since the epoch. */
export function recent(crashes: readonly number[], now: number): readonly number[] {
  return crashes.filter((it) => now - it < REMEMBERED_MS);
}

/** How long to wait after so many crashes: twice as long each time. */
export function pauseAfter(crashes: number): number {
  return Math.min(FIRST_MS * 2 ** Math.max(crashes - 1, 0), LONGEST_MS);
}
