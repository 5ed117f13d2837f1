// uv would replace an environment that the check kept: a question names what would be lost.

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usualPath } from "./harness/codeServer";
import { sees } from "./harness/eventually";
import { given } from "./harness/given";
import { journey } from "./harness/journey";
import { command } from "./workbench/palette";
import { asked, confirm, status } from "./workbench/views";

const SYNC = "Lockstep: Sync Environment with Lockfile";

journey("an unexpected replacement needs a confirmation", async (it) => {
  const { folder, project, picture } = it;
  await project.uv("pip", "install", "six==1.17.0");
  await project.uv("pip", "uninstall", "iniconfig");
  const notes = join(project.environment, "notes.txt");
  writeFileSync(notes, "mine");
  const page = await it.open({ path: `${standIn(folder, notes)}:${usualPath(folder)}` });
  await sees(() => status(page), "Lockstep: 2 drifted");

  await command(page, SYNC);
  await asked(page, "uv replaces the environment");
  await asked(page, "notes.txt");
  await picture("replacement, the question");
  await confirm(page, "Cancel");
  await sees(() => status(page), "Lockstep: 2 drifted");
  assert.ok(existsSync(notes));

  await command(page, SYNC);
  await asked(page, "uv replaces the environment");
  await confirm(page, "Replace Environment");
  await sees(() => status(page), "Lockstep: in step");
  assert.ok(!existsSync(notes));
  await picture("replacement, done");
});

/**
 * A uv that plans a replacement while a file exists, and otherwise calls the real uv.
 *
 * No real state is known in which uv replaces an environment that a check keeps.
 */
function standIn(folder: string, file: string): string {
  const place = join(folder, "stand-in");
  mkdirSync(place);
  const edited = `"${given.uv}" "$@" | sed 's/"action": "check"/"action": "replace"/'`;
  const script = `case "$*" in *--dry-run*) [ -e "${file}" ] && { ${edited}; exit; };; esac`;
  writeFileSync(join(place, "uv"), `#!/bin/sh\n${script}\nexec "${given.uv}" "$@"\n`);
  chmodSync(join(place, "uv"), 0o755);
  return place;
}
