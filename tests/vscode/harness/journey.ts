// A journey is an end-to-end test with its own VS Code, project and home folder.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openWorkbench } from "./browser";
import { type CodeServer, startCodeServer, type Options } from "./codeServer";
import { printLogs, screenshot } from "./evidence";
import { makeProject, type Project } from "./project";
import { below, killAll } from "./processes";
import { stop } from "./programs";

const LONGEST_MS = 600_000;

export interface Journey {
  /** The temporary folder of this journey. */
  readonly folder: string;
  readonly project: Project;
  /** Start VS Code and open the project, or another folder or workspace file. */
  readonly open: (options?: Options, opened?: string) => Promise<Page>;
  /** Save a screenshot. */
  readonly picture: (name: string) => Promise<void>;
  /** The folder of VS Code's settings and logs. */
  readonly data: () => string;
  /** The pid of code-server, the ancestor of all other processes. */
  readonly pid: () => number;
  /** Kill VS Code and all its descendants at once. */
  readonly kill: () => Promise<void>;
}

let browser: Promise<Browser> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** Define a journey; `run` starts with a project that is in step. */
export function journey(title: string, run: (journey: Journey) => Promise<void>): void {
  test(title, { timeout: LONGEST_MS }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "lockstep-journey-"));
    const project = await makeProject(join(folder, "my Café"));
    const session = new Session(folder, project);
    try {
      await run(session.journey());
    } catch (failure) {
      await session.saveScreenshotAndLogs(title);
      throw failure;
    } finally {
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** The code-server and the page of a journey. */
class Session {
  #server: CodeServer | undefined;
  #page: Page | undefined;

  constructor(
    readonly folder: string,
    readonly project: Project,
  ) {}

  journey(): Journey {
    return {
      folder: this.folder,
      project: this.project,
      open: (options, opened) => this.#open(options ?? {}, opened ?? this.project.folder),
      picture: (name) => screenshot(started(this.#page), name),
      data: () => started(this.#server).data,
      pid: () => started(started(this.#server).process.pid),
      kill: () => this.#kill(),
    };
  }

  async #open(options: Options, opened: string): Promise<Page> {
    this.#server = await startCodeServer(this.folder, options);
    browser ??= openBrowser();
    this.#page = await openWorkbench(await browser, this.#server.address, opened);
    return this.#page;
  }

  async #kill(): Promise<void> {
    // Before the page closes, because that would shut VS Code down in order.
    killAll(below(started(started(this.#server).process.pid)));
    await this.#page?.close();
  }

  async saveScreenshotAndLogs(title: string): Promise<void> {
    if (this.#page?.isClosed() === false) {
      await screenshot(this.#page, `failed ${title.replaceAll(/\W+/g, " ")}`);
    }
    if (this.#server !== undefined) {
      printLogs(this.#server.data);
    }
  }

  async close(): Promise<void> {
    await this.#page?.close();
    if (this.#server !== undefined) {
      await stop(this.#server.process);
    }
  }
}

function started<T>(it: T | undefined): T {
  if (it === undefined) {
    throw new Error("the journey has not opened VS Code yet");
  }
  return it;
}
