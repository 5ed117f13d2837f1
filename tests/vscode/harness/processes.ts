// What the processes below one process are, and which files they hold, as the kernel says it.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** The language servers of Lockstep among all that a process has started. */
export function serversBelow(pid: number): number[] {
  return below(pid).filter((it) => commandOf(it).some((word) => basename(word) === "serve.py"));
}

/** A process and all that it has started, and so on. */
export function below(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((it) => /^\d+$/.test(it))
    .map((it) => [Number(it), parentOf(Number(it))] as const);
  const found = [pid];
  for (const it of found) {
    found.push(...parents.filter(([, parent]) => parent === it).map(([child]) => child));
  }
  return found;
}

/** Kill processes, those that are left of them. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    attempt(() => String(process.kill(pid, "SIGKILL")));
  }
}

/** The paths below a folder that a process has open, mapped, runs from or stands in. */
export function held(pid: number, folder: string): string[] {
  const links = ["exe", "cwd", ...names(`/proc/${pid}/fd`).map((it) => `fd/${it}`)];
  const targets = links.map((it) => attempt(() => readlinkSync(`/proc/${pid}/${it}`)));
  const maps = attempt(() => readFileSync(`/proc/${pid}/maps`, "utf8")).split("\n");
  const mapped = maps.map((it) => it.slice(it.indexOf("/")));
  return [...targets, ...mapped].filter((it) => it === folder || it.startsWith(`${folder}/`));
}

export function commandOf(pid: number): string[] {
  return attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")).split("\0");
}

function parentOf(pid: number): number {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process that ends while it is looked at holds nothing. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
