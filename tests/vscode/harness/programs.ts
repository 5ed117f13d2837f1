// Programs that a journey runs: to their end, or until it ends them, each in a group of its own.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { eventually } from "./eventually";

const execute = promisify(execFile);

export type Variables = Readonly<Record<string, string>>;

// What the caller's shell says of environments must not reach the programs of a journey.
const DROPPED = /^(VIRTUAL_ENV|PYTHON.*|UV_PROJECT.*|UV_PYTHON.*|NODE_.*|npm_.*|VSCODE_.*|CI)$/;

/** Our own variables without what points at other environments, and with some more. */
export function variables(more: Variables): Variables {
  const own = Object.entries(process.env).filter(
    (it): it is [string, string] => it[1] !== undefined && !DROPPED.test(it[0]),
  );
  return { ...Object.fromEntries(own), ...more };
}

/** Run a program to its end; what it printed. One that fails fails the journey. */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  more: Variables = {},
): Promise<string> {
  const { stdout } = await execute(program, args, { cwd, env: variables(more) });
  return stdout;
}

/** Start a program that goes on, with its output in a file. */
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

/** End a program and all that it started in its group. */
export async function stop(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined) {
    return;
  }
  signal(group, "SIGTERM");
  const ended = eventually(() => {
    if (signal(group, 0)) {
      throw new Error(`process group ${group} still runs`);
    }
  }, 5_000);
  await ended.catch(() => signal(group, "SIGKILL"));
}

/** A port of the loopback interface that nobody listens on. */
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

/** Whether there is such a group to send a signal to. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
