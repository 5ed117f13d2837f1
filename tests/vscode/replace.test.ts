// uv would replace an environment that the check kept: a question names what would be lost.

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultPath } from "./harness/codeServer";
import { expectEventually } from "./harness/eventually";
import { given } from "./harness/given";
import { journey } from "./harness/journey";
import { command } from "./workbench/palette";
import { expectDialog, confirm, status } from "./workbench/views";

const SYNC = "Lockstep: Sync Environment with Lockfile";

journey("an unexpected replacement needs a confirmation", async (it) => {
  const { folder, project, picture } = it;
  await project.uv("pip", "install", "six==1.17.0");
  await project.uv("pip", "uninstall", "iniconfig");
  const notes = join(project.environment, "notes.txt");
  writeFileSync(notes, "mine");
  const page = await it.open({ path: `${writeFakeUv(folder, notes)}:${defaultPath(folder)}` });
  await expectEventually(() => status(page), "Lockstep: 2 drifted");

  await command(page, SYNC);
  await expectDialog(page, "uv replaces the environment");
  await expectDialog(page, "notes.txt");
  await picture("replacement, the question");
  await confirm(page, "Cancel");
  await expectEventually(() => status(page), "Lockstep: 2 drifted");
  assert.ok(existsSync(notes));

  await command(page, SYNC);
  await expectDialog(page, "uv replaces the environment");
  await confirm(page, "Replace Environment");
  await expectEventually(() => status(page), "Lockstep: in step");
  assert.ok(!existsSync(notes));
  await picture("replacement, done");
});

/**
 * A uv that plans a replacement while a file exists, and otherwise calls the real uv.
 *
 * No real state is known in which uv replaces an environment that a check keeps.
 */
function writeFakeUv(folder: string, file: string): string {
  const programs = join(folder, "fake uv");
  mkdirSync(programs);
  const edited = `"${given.uv}" "$@" | sed 's/"action": "check"/"action": "replace"/'`;
  const script = `case "$*" in *--dry-run*) [ -e "${file}" ] && { ${edited}; exit; };; esac`;
  writeFileSync(join(programs, "uv"), `#!/bin/sh\n${script}\nexec "${given.uv}" "$@"\n`);
  chmodSync(join(programs, "uv"), 0o755);
  return programs;
}
