// Polls until a condition holds, so that no journey depends on a fixed delay.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

/** Only a failure waits that long; a machine may run two of these suites at a time. */
export const TIMEOUT_MS = 120_000;

const POLL_MS = 50;

/**
 * Call a function until it does not throw, and return its result. Throws after the timeout.
 *
 * The function gets the number of the attempt, from 1 on: a timeout of its own should grow with it,
 * because a slow machine would never finish within a fixed one.
 */
export async function eventually<T>(
  read: (attempt: number) => T | Promise<T>,
  timeout: number = TIMEOUT_MS,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read(attempt);
    } catch (failure) {
      if (Date.now() > deadline) {
        throw failure;
      }
      await setTimeout(POLL_MS);
    }
  }
}

/** Wait until a function returns the expected value. */
export async function expectEventually<T>(read: () => T | Promise<T>, expected: T): Promise<void> {
  await eventually(async () => {
    assert.deepEqual(await read(), expected);
  });
}
