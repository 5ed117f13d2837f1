// One language server and its client.

import { randomUUID } from "node:crypto";
import type * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
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
  /** Where the server stands; nothing of the workspace. */
  readonly home: string;
  readonly trusted: boolean;
  readonly log: vscode.LogOutputChannel;
  readonly heard: (status: Status) => void;
  readonly died: () => void;
  /** Whether others have let go of what a sync could not move. */
  readonly release: (blocked: Blocked) => Promise<boolean>;
  readonly resume: () => Promise<void>;
}

/** What is told while a command runs. */
export type Tell = (message: string) => void;

export class Connection {
  readonly #client: LanguageClient;
  #isStopping = false;

  constructor(launch: Launch) {
    const { python, home } = launch;
    const server = { command: python, args: launch.arguments, options: { cwd: home } };
    const options = optionsOf(launch, () => {
      if (!this.#isStopping) {
        launch.died();
      }
    });
    this.#client = new LanguageClient(SECTION, "Lockstep", server, options);
    this.#client.registerFeature(OWN_COMMANDS);
    this.#client.onNotification(STATUS, launch.heard);
    this.#client.onRequest(RELEASE, async (blocked: Blocked) => ({
      released: await launch.release(blocked),
    }));
    this.#client.onNotification(RESUME, () => void launch.resume());
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  /** End the server; one that does not answer is killed after two seconds. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    // Stopping a client whose server died, or never started, fails; it is gone all the same.
    await this.#client.stop().catch(() => undefined);
    await this.#client.dispose().catch(() => undefined);
  }

  state(): Promise<State> {
    return this.#client.sendRequest<State>(STATE, null);
  }

  /** Let the server run a command; `cancel` asks it to stop and still to say how it ended. */
  async run(
    command: ServerCommand | ServerQuestion,
    argument: object,
    tell: Tell,
    cancel?: vscode.CancellationToken,
  ): Promise<unknown> {
    const token = randomUUID();
    const progress = this.#client.onProgress(WorkDoneProgress.type, token, (it) => {
      tell(it.message ?? "");
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

/** The server's commands are also the extension's own, which do more: saving, progress, notices. */
const OWN_COMMANDS: StaticFeature = {
  preInitialize: (capabilities) => {
    delete capabilities.executeCommandProvider;
  },
  fillClientCapabilities: () => undefined,
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

function optionsOf({ log, trusted }: Launch, died: () => void): LanguageClientOptions {
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
    errorHandler: errorHandler(died),
    markdown: { isTrusted: false, supportHtml: false },
  };
}

/** A server that ends is started again by the supervisor, and nobody is shown a box. */
function errorHandler(died: () => void): ErrorHandler {
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      died();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
