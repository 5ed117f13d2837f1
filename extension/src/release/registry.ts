// Other extensions that take part: they let go of an environment's files when they are asked.

/** What another extension registers, by the API that this one exports. */
export interface Participant {
  /** Of the extension. */
  readonly id: string;
  /** Let go of every file of an environment. */
  readonly release: (environment: string) => Promise<void> | void;
  /** Go on as before. */
  readonly resume: () => Promise<void> | void;
}

export interface Registration {
  readonly dispose: () => void;
}

export class Registry {
  readonly #participants = new Set<Participant>();
  readonly #released = new Set<Participant>();

  constructor(readonly note: (line: string) => void) {}

  get size(): number {
    return this.#participants.size;
  }

  register(participant: Participant): Registration {
    this.#participants.add(participant);
    return { dispose: () => this.#participants.delete(participant) };
  }

  /** Ask all of them; one that fails keeps nobody from asking the next. */
  async release(environment: string): Promise<void> {
    for (const it of this.#participants) {
      this.#released.add(it);
      await this.#guarded(it, () => it.release(environment));
    }
  }

  /** Let those go on that were asked to let go. */
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
      this.note(`${id}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
}
