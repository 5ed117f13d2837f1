// uv replaces an environment that no check has announced: the user is asked, and told what is lost.

import assert from "node:assert/strict";
import { chmodSync, cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sees } from "./harness/eventually";
import { journey } from "./harness/journey";
import type { Project } from "./harness/project";
import { command } from "./workbench/palette";
import { asked, confirm, status } from "./workbench/views";

journey("a replacement that was not announced is asked for first", async (it) => {
  const { project, picture } = it;
  await project.uv("pip", "install", "six==1.17.0");
  await project.uv("pip", "uninstall", "iniconfig");
  leadElsewhere(project);
  const notes = join(project.environment, "notes.txt");
  writeFileSync(notes, "mine");
  const page = await it.open();
  await sees(() => status(page), "Lockstep: 2 drifted");

  await command(page, "Lockstep: Sync Environment with Lockfile");
  await asked(page, "uv replaces the environment");
  await asked(page, "notes.txt");
  await picture("replacement, the question");
  await confirm(page, "Cancel");
  await sees(() => status(page), "Lockstep: 2 drifted");
  assert.ok(existsSync(notes));

  await command(page, "Lockstep: Sync Environment with Lockfile");
  await asked(page, "uv replaces the environment");
  await confirm(page, "Replace Environment");
  await sees(() => status(page), "Lockstep: in step");
  assert.ok(!existsSync(notes));
  await picture("replacement, done");
});

/** Let the interpreter be a script that starts the Python of another environment. */
function leadElsewhere(project: Project): void {
  const [other, program] = [join(project.folder, "other"), join(project.environment, "bin/python")];
  cpSync(project.environment, other, { recursive: true, verbatimSymlinks: true });
  rmSync(program);
  writeFileSync(program, `#!/bin/sh\nexec "${join(other, "bin/python")}" "$@"\n`);
  chmodSync(program, 0o755);
}
