// A package with a build that blocks, so that a sync stays in progress until the journey ends it.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

export interface SlowBuild {
  /** The requirement for a manifest. */
  readonly requirement: string;
  /** Wait until the build has started. Closing the returned handle makes the build fail. */
  readonly building: () => Promise<FileHandle>;
}

/** The manifest has a static name and version, so that locking needs no build. */
export function makeSlowBuild(folder: string): SlowBuild {
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
    // Opening a FIFO for writing blocks until the build opens it for reading.
    building: () => open(gate, "w"),
  };
}
