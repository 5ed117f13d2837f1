// Asks a Python what it is, from a folder where nothing can be planted.

import { execFile } from "node:child_process";

/** What a Python says of itself. */
export interface Python {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly prefix: string;
  readonly basePrefix: string;
  /** The Python that an environment was made with. */
  readonly baseExecutable: string;
}

const QUESTION =
  "import json, sys; print(json.dumps([sys.executable, list(sys.version_info[:2]), sys.prefix, " +
  "sys.base_prefix, getattr(sys, '_base_executable', None) or sys.executable]))";
const PATIENCE_MS = 10_000;

/** What a command prints; undefined where it cannot be run or fails. */
export type Ask = (command: readonly string[], folder: string) => Promise<string | undefined>;

/** Run a program to its end, without a shell. It sees this PATH: uv runs the Pythons on it. */
export const asker =
  (path: string): Ask =>
  ([program, ...args], folder) =>
  new Promise((resolve) => {
    if (program === undefined) {
      resolve(undefined);
      return;
    }
    const env = { ...withoutPath(process.env), PATH: path };
    const options = { cwd: folder, timeout: PATIENCE_MS, windowsHide: true, env };
    execFile(program, args, options, (failure, out) => {
      resolve(failure === null ? out : undefined);
    });
  });

/** Windows writes its name as it likes, and one of two would win. */
function withoutPath(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => name.toUpperCase() !== "PATH"),
  );
}

/** What the Python of a command is; undefined where it is none. */
export async function probe(
  command: readonly string[],
  folder: string,
  asking: Ask,
): Promise<Python | undefined> {
  const answer = await asking([...command, "-I", "-S", "-c", QUESTION], folder);
  return answer === undefined ? undefined : read(answer);
}

function read(answer: string): Python | undefined {
  try {
    const found: unknown = JSON.parse(answer);
    const [executable, version, prefix, basePrefix, baseExecutable] = found as [
      string,
      [number, number],
      string,
      string,
      string,
    ];
    return { executable, version, prefix, basePrefix, baseExecutable };
  } catch {
    return undefined;
  }
}
