// A journey: a user's way through one VS Code that is there for this journey alone.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openWorkbench } from "./browser";
import { type CodeServer, startCodeServer, type Wishes } from "./codeServer";
import { printLogs, screenshot } from "./evidence";
import { makeProject, type Project } from "./project";
import { below, killAll } from "./processes";
import { stop } from "./programs";

const LONGEST_MS = 180_000;

export interface Journey {
  /** A folder of this journey's own. */
  readonly folder: string;
  readonly project: Project;
  /** Start VS Code on the project, or on what is named. */
  readonly open: (wishes?: Wishes, opened?: string) => Promise<Page>;
  /** Keep a picture. */
  readonly picture: (name: string) => Promise<void>;
  /** Where VS Code keeps settings and logs. */
  readonly data: () => string;
  /** The process of VS Code, of which all others come. */
  readonly pid: () => number;
  /** Kill VS Code and all that it started, as a power cut would. */
  readonly kill: () => Promise<void>;
}

let browser: Promise<Browser> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** A test that starts with a project in step. */
export function journey(story: string, walk: (journey: Journey) => Promise<void>): void {
  test(story, { timeout: LONGEST_MS }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "lockstep-journey-"));
    const project = await makeProject(join(folder, "my Café"));
    const seen = new Seen(folder, project);
    try {
      await walk(seen.journey());
    } catch (failure) {
      await seen.witness(story);
      throw failure;
    } finally {
      await seen.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** What a journey has started, and must end. */
class Seen {
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
      open: (wishes, opened) => this.#open(wishes ?? {}, opened ?? this.project.folder),
      picture: (name) => screenshot(started(this.#page), name),
      data: () => started(this.#server).data,
      pid: () => started(started(this.#server).process.pid),
      kill: () => this.#kill(),
    };
  }

  async #open(wishes: Wishes, opened: string): Promise<Page> {
    this.#server = await startCodeServer(this.folder, wishes);
    browser ??= openBrowser();
    this.#page = await openWorkbench(await browser, this.#server.address, opened);
    return this.#page;
  }

  async #kill(): Promise<void> {
    // Before the page closes, for that ends everything in order.
    killAll(below(started(started(this.#server).process.pid)));
    await this.#page?.close();
  }

  async witness(story: string): Promise<void> {
    if (this.#page?.isClosed() === false) {
      await screenshot(this.#page, `failed ${story.replaceAll(/\W+/g, " ")}`);
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
