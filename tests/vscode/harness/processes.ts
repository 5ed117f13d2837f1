// Descendants of a process and the files that they hold, read from /proc.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** The Lockstep servers among the descendants of a process. */
export function serversBelow(pid: number): number[] {
  return below(pid).filter((it) => commandOf(it).some((word) => basename(word) === "serve.py"));
}

/** A process and all its descendants. */
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

/** Kill processes; those that have ended are skipped. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    attempt(() => String(process.kill(pid, "SIGKILL")));
  }
}

/** The paths below a folder that a process runs, maps, has open or has as working directory. */
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

/** Read from /proc; an empty text if the process has ended. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
