// The other extensions that have registered to release files of an environment.

/** The argument of `registerHolder`, which other extensions call. */
export interface Participant {
  /** The id of the extension, for the log. */
  readonly id: string;
  /** Release every file of an environment; the argument is its path. */
  readonly release: (environment: string) => Promise<void> | void;
  /** Continue as before the release. */
  readonly resume: () => Promise<void> | void;
}

export interface Registration {
  readonly dispose: () => void;
}

export class Registry {
  readonly #participants = new Set<Participant>();
  readonly #released = new Set<Participant>();

  constructor(readonly log: (line: string) => void) {}

  get size(): number {
    return this.#participants.size;
  }

  register(participant: Participant): Registration {
    this.#participants.add(participant);
    return { dispose: () => this.#participants.delete(participant) };
  }

  /** Call `release` of every participant; failures are logged and do not stop the others. */
  async release(environment: string): Promise<void> {
    for (const it of this.#participants) {
      this.#released.add(it);
      await this.#guarded(it, () => it.release(environment));
    }
  }

  /** Call `resume` of every participant that was released. */
  async resume(): Promise<void> {
    for (const it of this.#released) {
      this.#released.delete(it);
      await this.#guarded(it, () => it.resume());
    }
  }

  async #guarded({ id }: Participant, run: () => Promise<void> | void): Promise<void> {
    try {
      await run();
    } catch (failure) {
      this.log(`${id}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
}
