// Runs programs, either to their end or in a process group that the journey stops.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { eventually } from "./eventually";

const execute = promisify(execFile);

export type Variables = Readonly<Record<string, string>>;

// Variables of the caller's environment that would change the programs of a journey.
const DROPPED = /^(VIRTUAL_ENV|PYTHON.*|UV_PROJECT.*|UV_PYTHON.*|NODE_.*|npm_.*|VSCODE_.*|CI)$/;

/** The variables of this process without `DROPPED`, and with `more`. */
export function variables(more: Variables): Variables {
  const own = Object.entries(process.env).filter(
    (it): it is [string, string] => it[1] !== undefined && !DROPPED.test(it[0]),
  );
  return { ...Object.fromEntries(own), ...more };
}

/** Run a program and return its output. Throws if it fails. */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  more: Variables = {},
): Promise<string> {
  const { stdout } = await execute(program, args, { cwd, env: variables(more) });
  return stdout;
}

/** Start a program in the background, with its output in a file. */
export function start(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  env: Variables,
  log: string,
): ChildProcess {
  const output = openSync(log, "a");
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  return child;
}

/** End the process group of a program: SIGTERM, then SIGKILL after five seconds. */
export async function stop(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined) {
    return;
  }
  signal(group, "SIGTERM");
  const ended = eventually(() => {
    if (signal(group, 0)) {
      throw new Error(`process group ${group} is still running`);
    }
  }, 5_000);
  await ended.catch(() => signal(group, "SIGKILL"));
}

/** A free port of the loopback interface. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Send a signal to a process group. Returns false if the group does not exist. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
