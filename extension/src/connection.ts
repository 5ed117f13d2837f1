// One language server process and the language client that is connected to it.

import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  SetTraceNotification,
  type StaticFeature,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
} from "vscode-languageclient/node";
import {
  RELEASE,
  RESUME,
  type ServerCommand,
  type ServerQuestion,
  STATE,
  type State,
  STATUS,
  type Status,
  type Blocked,
} from "./protocol";
import { SECTION } from "./settings";
import { plainLine } from "./view/plain";

const FILES = ["pyproject.toml", "uv.lock", "uv.toml", ".python-version", ".python-versions"];

export interface Launch {
  readonly python: string;
  readonly arguments: string[];
  /** The working directory of the server; a folder outside of the workspace. */
  readonly cwd: string;
  readonly trusted: boolean;
  readonly log: vscode.LogOutputChannel;
  readonly onStatus: (status: Status) => void;
  /** Called when the server exits without `stop`. */
  readonly onExit: () => void;
  /** Release the files that a sync could not move. Returns whether all of them are free. */
  readonly release: (blocked: Blocked) => Promise<boolean>;
  readonly resume: () => Promise<void>;
}

/** Receives the progress messages of a running command. */
export type OnProgress = (message: string) => void;

export class Connection {
  readonly #client: LanguageClient;
  readonly #log: vscode.LogOutputChannel;
  #logLevels: vscode.Disposable | undefined;
  #isStopping = false;

  constructor(launch: Launch) {
    const { python, cwd } = launch;
    this.#log = launch.log;
    const server = { command: python, args: launch.arguments, options: { cwd } };
    const options = optionsOf(launch, () => {
      if (!this.#isStopping) {
        launch.onExit();
      }
    });
    this.#client = new LanguageClient(SECTION, "Lockstep", server, options);
    this.#client.registerFeature(OWN_COMMANDS);
    this.#client.onNotification(STATUS, launch.onStatus);
    this.#client.onRequest(RELEASE, async (blocked: Blocked) => ({
      released: await launch.release(blocked),
    }));
    this.#client.onNotification(RESUME, () => void launch.resume());
  }

  async start(): Promise<void> {
    await this.#client.start();
    this.#logLevels = this.#log.onDidChangeLogLevel((level) => void this.#followLogLevel(level));
    await this.#followLogLevel(this.#log.logLevel);
  }

  /** Let the server write its debug lines while the log shows debug messages. */
  async #followLogLevel(level: vscode.LogLevel): Promise<void> {
    const isShown = level === vscode.LogLevel.Debug || level === vscode.LogLevel.Trace;
    const value = isShown ? "verbose" : "off";
    await this.#client.sendNotification(SetTraceNotification.type, { value });
  }

  /** Shut the server down. The client kills a server that does not answer within two seconds. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#logLevels?.dispose();
    // Both calls fail if the server has crashed or never started; there is nothing to stop then.
    await this.#client.stop().catch(() => undefined);
    await this.#client.dispose().catch(() => undefined);
  }

  state(): Promise<State> {
    return this.#client.sendRequest<State>(STATE, null);
  }

  /**
   * Run a command of the server and return its answer.
   *
   * A cancelled command still answers with its outcome, so `cancel` only notifies the server.
   */
  async run(
    command: ServerCommand | ServerQuestion,
    argument: object,
    onProgress: OnProgress,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    const token = randomUUID();
    const progress = this.#client.onProgress(WorkDoneProgress.type, token, (it) => {
      onProgress(it.message ?? "");
    });
    const cancelling = cancel?.onCancellationRequested(
      () => void this.#client.sendNotification(WorkDoneProgressCancelNotification.type, { token }),
    );
    const params = { command, arguments: [argument], workDoneToken: token };
    try {
      return await this.#client.sendRequest(ExecuteCommandRequest.type, params);
    } finally {
      progress.dispose();
      cancelling?.dispose();
    }
  }
}

/**
 * Keeps the language client from registering the server's commands: the extension registers
 * commands with the same ids, which also save files, show progress and show the outcome.
 */
const OWN_COMMANDS: StaticFeature = {
  preInitialize: (capabilities) => {
    delete capabilities.executeCommandProvider;
  },
  fillClientCapabilities: () => undefined,
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

function optionsOf({ log, trusted }: Launch, onExit: () => void): LanguageClientOptions {
  return {
    documentSelector: FILES.map((it) => ({ scheme: "file", pattern: `**/${it}` })),
    diagnosticCollectionName: SECTION,
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: {
      ...{ trusted, release: true },
      commands: ["lockstep.select", "lockstep.showHolders"],
    },
    initializationFailedHandler: (failure) => {
      log.error(plainLine(`the server refused to start: ${String(failure)}`));
      return false;
    },
    errorHandler: errorHandler(onExit),
    markdown: { isTrusted: false, supportHtml: false },
  };
}

/** Leaves restarts to the supervisor, and shows no error message. */
function errorHandler(onExit: () => void): ErrorHandler {
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      onExit();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
