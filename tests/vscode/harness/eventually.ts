// Waiting for what is to be seen; nothing here sleeps for a time that somebody guessed.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

export const PATIENCE_MS = 30_000;

const LOOK_AGAIN_MS = 50;

/** Look again and again until a look does not fail; what it saw. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  patience: number = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await look();
    } catch (failure) {
      if (Date.now() > deadline) {
        throw failure;
      }
      await setTimeout(LOOK_AGAIN_MS);
    }
  }
}

/** Wait until a look sees what it should. */
export async function sees<T>(look: () => T | Promise<T>, expected: T): Promise<void> {
  await eventually(async () => {
    assert.deepEqual(await look(), expected);
  });
}
