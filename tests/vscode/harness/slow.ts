// A package whose build waits until somebody lets it go on: a sync that stands still in the middle.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

export interface Slow {
  /** How a manifest asks for it. */
  readonly requirement: string;
  /** Wait until its build has begun; it ends, in failure, when what is returned is closed. */
  readonly building: () => Promise<FileHandle>;
}

/** Its name and version stand in its manifest, so that only an install has to build it. */
export function makeSlow(folder: string): Slow {
  const gate = join(folder, "gate");
  const source = join(folder, "slow");
  mkdirSync(source);
  execFileSync("mkfifo", [gate]);
  const backend = `open(${JSON.stringify(gate)}).read()\nraise SystemExit("never")\n`;
  writeFileSync(join(source, "backend.py"), backend);
  writeFileSync(
    join(source, "pyproject.toml"),
    `[project]
name = "slow"
version = "1"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
`,
  );
  return {
    requirement: `slow @ ${new URL(`file://${source}`).href}`,
    // A FIFO opens when there is somebody at its other end.
    building: () => open(gate, "w"),
  };
}
