// Runs a Python to get its version and paths, from a folder that the workspace cannot write to.

import { execFile } from "node:child_process";

/** The version and paths that a Python reports. */
export interface Python {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly prefix: string;
  readonly basePrefix: string;
  /** The Python from which an environment was created. */
  readonly baseExecutable: string;
}

const SCRIPT =
  "import json, sys; print(json.dumps([sys.executable, list(sys.version_info[:2]), sys.prefix, " +
  "sys.base_prefix, getattr(sys, '_base_executable', None) or sys.executable]))";
const TIMEOUT_MS = 10_000;

/** Runs a command in a folder. Returns its output, or undefined if it fails or cannot be run. */
export type RunProgram = (
  command: readonly string[],
  folder: string,
) => Promise<string | undefined>;

/**
 * A function that runs programs without a shell and with this PATH.
 *
 * PATH matters because uv itself runs the Pythons that it finds there.
 */
export const programRunner =
  (path: string): RunProgram =>
  ([program, ...args], folder) =>
  new Promise((resolve) => {
    if (program === undefined) {
      resolve(undefined);
      return;
    }
    const env = { ...withoutPath(process.env), PATH: path };
    const options = { cwd: folder, timeout: TIMEOUT_MS, windowsHide: true, env };
    execFile(program, args, options, (failure, out) => {
      resolve(failure === null ? out : undefined);
    });
  });

/** On Windows the name may be `Path`; with two spellings one of them would be ignored. */
function withoutPath(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => name.toUpperCase() !== "PATH"),
  );
}

/** The version and paths of a Python; undefined if the command does not run a Python. */
export async function probe(
  command: readonly string[],
  folder: string,
  run: RunProgram,
): Promise<Python | undefined> {
  const output = await run([...command, "-I", "-S", "-c", SCRIPT], folder);
  return output === undefined ? undefined : read(output);
}

function read(output: string): Python | undefined {
  try {
    const found: unknown = JSON.parse(output);
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
