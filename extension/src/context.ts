// The state and services that all parts of the extension share.

import { existsSync, mkdirSync } from "node:fs";
import { delimiter } from "node:path";
import * as vscode from "vscode";
import type { Connection, OnProgress } from "./connection";
import { safePath } from "./launch/candidates";
import { later } from "./later";
import { launchScript, serverArguments } from "./launch/command";
import { discover } from "./launch/discover";
import { type Found, findPython } from "./launch/find";
import { isOutside } from "./launch/places";
import { programRunner } from "./launch/probe";
import { selectedPythons } from "./launch/selected";
import { Supervisor } from "./launch/supervisor";
import type { ServerCommand, ServerQuestion, Status } from "./protocol";
import type { QuietWindow } from "./release/quietWindow";
import { createQuietWindow } from "./release/createQuietWindow";
import { readSettings } from "./settings";
import { Store } from "./state";
import { plainLine } from "./view/plain";

export class Context {
  readonly store = new Store();
  readonly supervisor: Supervisor;
  readonly quietWindow: QuietWindow;
  #connection: Connection | undefined;
  #lastStatus: Status | undefined;

  constructor(
    readonly extension: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    mkdirSync(this.#home, { recursive: true });
    this.quietWindow = createQuietWindow({
      log,
      store: this.store,
      ask: (question, argument) => this.ask(question, argument),
    });
    this.supervisor = new Supervisor({
      find: () => this.#find(),
      start: (python, onExit) => this.#start(python, onExit),
      onPhase: (phase) => {
        this.store.update({ phase, trusted: vscode.workspace.isTrusted });
      },
      log: (line) => {
        log.info(plainLine(line));
      },
      later,
      now: () => Date.now(),
    });
  }

  /** Send a query to the server. Rejects if no server runs or the query fails. */
  ask(
    question: ServerQuestion,
    argument: object,
    onProgress?: OnProgress,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    return this.run(question, argument, onProgress, cancel);
  }

  /** Run a command on the server and return its answer. Rejects if no server runs. */
  async run(
    command: ServerCommand | ServerQuestion,
    argument: object,
    onProgress: OnProgress = () => undefined,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    if (this.#connection === undefined) {
      throw new Error("The Lockstep server is not running. The status bar says why.");
    }
    return this.#connection.run(command, argument, onProgress, cancel);
  }

  /** A folder that only the extension writes to; programs run with it as working directory. */
  get #home(): string {
    return this.extension.globalStorageUri.fsPath;
  }

  #find(): Promise<Found> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map((it) => it.uri.fsPath);
    const home = this.#home;
    const entries = safePath(process.env.PATH ?? "", (it) => isOutside(it, folders));
    const places = {
      ...{ folders, home, entries, platform: process.platform },
      ...{ trusted: vscode.workspace.isTrusted, selected: selectedPythons },
    };
    const chosen = readSettings().interpreter;
    const run = programRunner(entries.join(delimiter));
    const candidates = () => discover(places, run);
    return findPython({ chosen, folders, home, candidates }, run);
  }

  async #start(python: string, onExit: () => void): Promise<Connection> {
    // Imported late: vscode-languageclient takes longer to load than the rest of the extension.
    const { Connection } = await import("./connection");
    const script = launchScript(this.extension.extensionPath, existsSync);
    const connection = new Connection({
      ...{ python, cwd: this.#home, log: this.log, arguments: serverArguments(script) },
      trusted: vscode.workspace.isTrusted,
      onStatus: (status) => void this.#onStatus(status, connection),
      release: (blocked) => this.quietWindow.release(blocked),
      resume: () => this.quietWindow.resume(),
      onExit: () => {
        this.#connection = undefined;
        this.store.update({ status: undefined, projects: [], held: new Map(), work: "" });
        onExit();
      },
    });
    await connection.start();
    this.#connection = connection;
    return connection;
  }

  /**
   * Store a new status. Once the server is idle, its state is requested and stored in the same
   * update, so that views never combine a new status with old projects.
   */
  async #onStatus(status: Status, connection: Connection): Promise<void> {
    this.#lastStatus = status;
    if (!status.quiescent) {
      this.store.update({ status });
      return;
    }
    const { projects } = await connection.state().catch(() => ({ projects: [] }));
    if (this.#lastStatus === status) {
      this.store.update({ status, projects });
    }
  }
}
