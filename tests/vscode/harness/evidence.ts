// Screenshots, and the log excerpts that are printed after a failed journey.

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { SCREENSHOTS } from "./given";

const LAST_LINES = 40;

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Print the last lines of Lockstep's log and of the extension host's log. */
export function printLogs(data: string): void {
  const relevant = logFiles(join(data, "logs")).filter((it) => /(Lockstep|remoteexthost)\.log$/.test(it));
  for (const file of relevant) {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-LAST_LINES);
    console.error(`--- the end of ${file}\n${lines.join("\n")}`);
  }
}

function logFiles(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return found.filter((it) => it.endsWith(".log")).map((it) => join(folder, it));
}
