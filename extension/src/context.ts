// What all parts of the extension share.

import { existsSync, mkdirSync } from "node:fs";
import { delimiter } from "node:path";
import * as vscode from "vscode";
import type { Connection, Tell } from "./connection";
import { safePath } from "./launch/candidates";
import { later } from "./later";
import { launchScript, serverArguments } from "./launch/command";
import { discover } from "./launch/discover";
import { type Found, findPython } from "./launch/find";
import { isOutside } from "./launch/places";
import { asker } from "./launch/probe";
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
      start: (python, died) => this.#start(python, died),
      tell: (phase) => {
        this.store.update({ phase, trusted: vscode.workspace.isTrusted });
      },
      note: (line) => {
        log.info(plainLine(line));
      },
      later,
      now: () => Date.now(),
    });
  }

  /** Ask the server something. Fails where no server runs, or it cannot say. */
  ask(
    question: ServerQuestion,
    argument: object,
    tell?: Tell,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    return this.run(question, argument, tell, cancel);
  }

  /** Let the server run a command. Fails where no server runs. */
  async run(
    command: ServerCommand | ServerQuestion,
    argument: object,
    tell: Tell = () => undefined,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    if (this.#connection === undefined) {
      throw new Error("Lockstep's server does not run; the status bar says why.");
    }
    return this.#connection.run(command, argument, tell, cancel);
  }

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
    const asking = asker(entries.join(delimiter));
    const candidates = () => discover(places, asking);
    return findPython({ chosen, folders, home, candidates }, asking);
  }

  async #start(python: string, died: () => void): Promise<Connection> {
    // Loaded when it is needed: the client's library takes longer than all the rest together.
    const { Connection } = await import("./connection");
    const script = launchScript(this.extension.extensionPath, existsSync);
    const connection = new Connection({
      ...{ python, home: this.#home, log: this.log, arguments: serverArguments(script) },
      trusted: vscode.workspace.isTrusted,
      heard: (status) => void this.#heard(status, connection),
      release: (blocked) => this.quietWindow.release(blocked),
      resume: () => this.quietWindow.resume(),
      died: () => {
        this.#connection = undefined;
        this.store.update({ status: undefined, projects: [], held: new Map(), work: "" });
        died();
      },
    });
    await connection.start();
    this.#connection = connection;
    return connection;
  }

  /** The state is asked for once it is at rest, and becomes known together with the status. */
  async #heard(status: Status, connection: Connection): Promise<void> {
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
