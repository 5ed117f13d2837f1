// Keeps one server running: finds a Python, starts, restarts after a crash, one restart at a time.

import type { Phase } from "../state";
import { pauseAfter, recent } from "./backoff";
import type { Found } from "./find";

/** A server that runs. */
export interface Running {
  readonly stop: () => Promise<void>;
}

export interface Means {
  readonly find: () => Promise<Found>;
  readonly start: (python: string, died: () => void) => Promise<Running>;
  readonly tell: (phase: Phase) => void;
  readonly note: (line: string) => void;
  readonly later: (run: () => void, milliseconds: number) => () => void;
  readonly now: () => number;
}

export class Supervisor {
  readonly #means: Means;
  #running: Running | undefined;
  #python = "";
  #crashes: readonly number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;
  #callOff: (() => void) | undefined;
  #isDisposed = false;

  constructor(means: Means) {
    this.#means = means;
  }

  /** Stop the server, if there is one, and start it. Who asks while one waits gets that one. */
  restart(): Promise<void> {
    this.#queued ??= this.#inTurn(async () => {
      this.#queued = undefined;
      await this.#stop();
      await this.#start(await this.#means.find());
    });
    return this.#queued;
  }

  /** Restart only when another Python would be taken, or none runs now. */
  reconsider(): Promise<void> {
    return this.#inTurn(async () => {
      const found = await this.#means.find();
      const isSame = "python" in found && found.python === this.#python;
      if (!isSame || this.#running === undefined) {
        await this.#stop();
        await this.#start(found);
      }
    });
  }

  /** Stop for good. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#callOff?.();
    await this.#inTurn(() => this.#stop());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch((failure: unknown) => {
      this.#means.note(`the server could not be started or stopped: ${String(failure)}`);
    });
    return this.#queue;
  }

  async #start(found: Found): Promise<void> {
    if (this.#isDisposed) {
      return;
    }
    if ("refused" in found) {
      this.#refuse(found.refused);
      return;
    }
    this.#means.tell({ kind: "starting" });
    this.#means.note(`Python ${found.version}: ${found.python} (${found.from})`);
    this.#python = found.python;
    const died = once(() => {
      this.#died();
    });
    try {
      this.#running = await this.#means.start(found.python, died);
      this.#means.tell({ kind: "running" });
    } catch (failure) {
      this.#means.note(`the server did not start: ${String(failure)}`);
      died();
    }
  }

  #refuse(reasons: readonly string[]): void {
    const all = reasons.join("; ") || "none was found on PATH";
    const reason = `No Python 3.10 or newer outside of the workspace and of every environment: ${all}`;
    this.#means.note(reason);
    this.#means.tell({ kind: "no-python", reason });
  }

  async #stop(): Promise<void> {
    this.#callOff?.();
    const running = this.#running;
    this.#running = undefined;
    this.#python = "";
    await running?.stop();
  }

  /** The server ended without being told to. */
  #died(): void {
    this.#running = undefined;
    if (this.#isDisposed) {
      return;
    }
    const now = this.#means.now();
    this.#crashes = [...recent(this.#crashes, now), now];
    const pause = pauseAfter(this.#crashes.length);
    const reason = `The server ended by itself. It is started again in ${pause / 1000} s.`;
    this.#means.note(reason);
    this.#means.tell({ kind: "stopped", reason });
    this.#callOff = this.#means.later(() => void this.restart(), pause);
  }
}

/** A server that does not start may also tell that it died; that is one death. */
function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      run();
    }
  };
}
