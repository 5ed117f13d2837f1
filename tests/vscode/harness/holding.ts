// Starts programs that hold files of an environment; the shim's rules let such files be moved only.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually";
import { below, held } from "./processes";
import { variables } from "./programs";
import type { Project } from "./project";

/** A program that runs until `end` is called. */
export interface Holding {
  readonly pid: number;
  readonly isAlive: () => boolean;
  readonly end: () => Promise<void>;
}

/** Run ruff's language server from the environment, as editors do. */
export async function holdRuff(project: Project): Promise<Holding> {
  const ruff = join(project.environment, "bin", "ruff");
  const holding = start(project, ruff, "server");
  await eventually(() => {
    if (!held(holding.pid, project.environment).includes(ruff)) {
      throw new Error("ruff is not running yet");
    }
  });
  return holding;
}

/** Run the environment's Python, import a module and keep the process alive. */
export async function holdImport(project: Project, module: string): Promise<Holding> {
  const python = join(project.environment, "bin", "python");
  const holding = start(project, python, "-c", `import ${module}; input()`);
  await eventually(() => {
    if (!held(holding.pid, project.installed()).some((it) => it.endsWith(".so"))) {
      throw new Error(`${module} is not imported yet`);
    }
  });
  return holding;
}

/** The descendants of a process that have loaded a file. */
export function programsWith(file: string, pid: number): number[] {
  return below(pid).filter((it) => held(it, file).length > 0);
}

/** Write a rules file of the shim with paths that cannot be moved. Returns its path. */
export function writeRules(path: string, immovable: readonly string[] = []): string {
  writeFileSync(path, immovable.map((it) => `immovable ${it}\n`).join(""));
  return path;
}

function start(project: Project, program: string, ...args: string[]): Holding {
  const stdio = ["pipe", "ignore", "ignore"] as const;
  const child = spawn(program, args, { cwd: project.folder, env: variables({}), stdio: [...stdio] });
  const ended = once(child, "exit");
  return {
    pid: numberOf(child),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function numberOf({ pid }: ChildProcess): number {
  if (pid === undefined) {
    throw new Error("the program did not start");
  }
  return pid;
}
