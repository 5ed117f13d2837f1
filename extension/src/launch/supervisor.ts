// Keeps one server running: finds a Python, starts the server, and restarts it after a crash.

import type { Phase } from "../state";
import { pauseAfter, recent } from "./backoff";
import type { Found } from "./find";

/** A running server. */
export interface Running {
  readonly stop: () => Promise<void>;
}

export interface SupervisorPorts {
  readonly find: () => Promise<Found>;
  readonly start: (python: string, onExit: () => void) => Promise<Running>;
  readonly onPhase: (phase: Phase) => void;
  readonly log: (line: string) => void;
  readonly later: (run: () => void, milliseconds: number) => () => void;
  readonly now: () => number;
}

/** Starts and stops are queued, so that at most one of them is in progress. */
export class Supervisor {
  readonly #ports: SupervisorPorts;
  #running: Running | undefined;
  #python = "";
  #crashes: readonly number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #queuedRestart: Promise<void> | undefined;
  #cancelRestart: (() => void) | undefined;
  #isDisposed = false;

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
  }

  /** Stop the server if it runs, then start it. Calls while a restart is queued share it. */
  restart(): Promise<void> {
    this.#queuedRestart ??= this.#inTurn(async () => {
      this.#queuedRestart = undefined;
      await this.#stop();
      await this.#start(await this.#ports.find());
    });
    return this.#queuedRestart;
  }

  /** Restart if the search now finds another Python, or if no server runs. */
  reconsider(): Promise<void> {
    return this.#inTurn(async () => {
      const found = await this.#ports.find();
      const isSame = "python" in found && found.python === this.#python;
      if (!isSame || this.#running === undefined) {
        await this.#stop();
        await this.#start(found);
      }
    });
  }

  /** Stop the server and start none again. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancelRestart?.();
    await this.#inTurn(() => this.#stop());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch((failure: unknown) => {
      this.#ports.log(`the server could not be started or stopped: ${String(failure)}`);
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
    this.#ports.onPhase({ kind: "starting" });
    this.#ports.log(`Python ${found.version}: ${found.python} (${found.from})`);
    this.#python = found.python;
    const onExit = once(() => {
      this.#onExit();
    });
    try {
      this.#running = await this.#ports.start(found.python, onExit);
      this.#ports.onPhase({ kind: "running" });
    } catch (failure) {
      this.#ports.log(`the server did not start: ${String(failure)}`);
      onExit();
    }
  }

  #refuse(reasons: readonly string[]): void {
    const all = reasons.join("; ") || "none was found on PATH";
    const reason =
      "Lockstep needs Python 3.10 or newer, outside of the workspace and of every virtual " +
      `environment: ${all}`;
    this.#ports.log(reason);
    this.#ports.onPhase({ kind: "no-python", reason });
  }

  async #stop(): Promise<void> {
    this.#cancelRestart?.();
    const running = this.#running;
    this.#running = undefined;
    this.#python = "";
    await running?.stop();
  }

  /** The server has exited without `stop`: restart it after a delay. */
  #onExit(): void {
    this.#running = undefined;
    if (this.#isDisposed) {
      return;
    }
    const now = this.#ports.now();
    this.#crashes = [...recent(this.#crashes, now), now];
    const pause = pauseAfter(this.#crashes.length);
    const reason = `The server ended unexpectedly and restarts in ${pause / 1000} s.`;
    this.#ports.log(reason);
    this.#ports.onPhase({ kind: "stopped", reason });
    this.#cancelRestart = this.#ports.later(() => void this.restart(), pause);
  }
}

/** A failed start may both reject and report an exit; only the first one counts. */
function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      run();
    }
  };
}
