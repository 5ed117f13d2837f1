// Polls until a condition holds, so that no journey depends on a fixed delay.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

export const TIMEOUT_MS = 30_000;

const POLL_MS = 50;

/** Call a function until it does not throw, and return its result. Throws after the timeout. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  timeout: number = TIMEOUT_MS,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      return await read();
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
