// The user's own installers, from their start to their end.

import { startsInstaller } from "./decide";
import { heldIn, LastWords } from "./heldIn";

/** How one ended. */
export interface Ended {
  /** The file that was held; undefined where it went well, or failed for another reason. */
  readonly held: string | undefined;
}

export class Installers<Execution> {
  readonly #running = new Map<Execution, LastWords>();

  /** A line was started; undefined where it is no installer, else where its words are kept. */
  started(execution: Execution, line: string): LastWords | undefined {
    if (!startsInstaller(line)) {
      return undefined;
    }
    const words = new LastWords();
    this.#running.set(execution, words);
    return words;
  }

  /** It has ended; undefined where it was no installer. */
  ended(execution: Execution, exitCode: number | undefined): Ended | undefined {
    const words = this.#running.get(execution);
    this.#running.delete(execution);
    if (words === undefined) {
      return undefined;
    }
    return { held: exitCode === 0 ? undefined : heldIn(words.text) };
  }
}

/** What is said of it. */
export function offerOf(held: string): string {
  const name = held.split(/[/\\]/).pop() ?? held;
  return `A program holds ${name}, so that it could not be removed.`;
}
