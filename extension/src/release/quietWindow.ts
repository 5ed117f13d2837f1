// The quiet window around a sync that met files which cannot even be moved: others let go, the
// sync goes on, and afterwards they go on too.

import type { Blocked, ServerQuestion } from "../protocol";
import type { Store } from "../state";
import type { Registry } from "./registry";

/** What the quiet window needs of the rest of the extension. */
export interface Parts {
  readonly log: { warn(line: string): void };
  readonly store: Store;
  readonly ask: (question: ServerQuestion, argument: object) => Promise<unknown>;
}

export type Strategy = "ask" | "quiet" | "never";

export interface Ports {
  readonly strategy: () => Strategy;
  /** Commands of the user's own that make something let go. */
  readonly commands: () => readonly string[];
  /** The user's word, for work could be lost. */
  readonly ask: (blocked: Blocked) => Promise<boolean>;
  readonly run: (command: string) => Promise<unknown>;
  readonly isHeld: (blocked: Blocked) => Promise<boolean>;
  readonly pause: () => Promise<void>;
  readonly environmentOf: (project: string) => string;
  readonly note: (line: string) => void;
}

/** How often is looked whether the files are free, before that is given up. */
const LOOKS = 20;

export class QuietWindow {
  constructor(
    readonly ports: Ports,
    readonly registry: Registry,
  ) {}

  /** Whether there is anybody who could be asked. */
  get canAsk(): boolean {
    return this.registry.size + this.ports.commands().length > 0;
  }

  /** Whether the files are free now. */
  async release(blocked: Blocked): Promise<boolean> {
    const strategy = this.ports.strategy();
    if (strategy === "never" || !this.canAsk) {
      return false;
    }
    if (strategy === "ask" && !(await this.ports.ask(blocked))) {
      return false;
    }
    await this.releaseAll(blocked.project);
    return this.#untilFree(blocked);
  }

  /** Make everybody let go of a project's environment, who can. */
  async releaseAll(project: string): Promise<void> {
    await this.registry.release(this.ports.environmentOf(project));
    for (const command of this.ports.commands()) {
      await this.#pull(command);
    }
  }

  resume(): Promise<void> {
    return this.registry.resume();
  }

  async #pull(command: string): Promise<void> {
    try {
      await this.ports.run(command);
    } catch (failure) {
      this.ports.note(`${command}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }

  /** That a command has ended proves nothing: the files are looked at. */
  async #untilFree(blocked: Blocked): Promise<boolean> {
    for (let look = 0; look < LOOKS; look += 1) {
      if (!(await this.ports.isHeld(blocked))) {
        return true;
      }
      await this.ports.pause();
    }
    return false;
  }
}

/** What is said where there is nobody to ask. */
export const NOBODY =
  "Nobody can be asked to let go: no other extension takes part, " +
  "and the setting `lockstep.release.extraCommands` is empty.";

/** What a user is asked before others are made to let go. */
export function releaseQuestion({ paths, holders }: Blocked): string {
  const name = (paths[0] ?? "").split(/[/\\]/).pop() ?? "";
  const [first] = holders;
  const who = first === undefined ? "A program" : `${first.name} (pid ${first.pid})`;
  return `${who} holds ${name} so that it cannot even be moved. Let it go, and go on with the sync?`;
}
