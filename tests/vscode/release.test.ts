// A program in a terminal holds a file that cannot be moved; a configured command ends it.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eventually, expectEventually } from "./harness/eventually";
import { programsWith, writeRules } from "./harness/holding";
import { journey } from "./harness/journey";
import { MANIFEST, makeProject } from "./harness/project";
import { command } from "./workbench/palette";
import { openTerminal, typeLine } from "./workbench/terminal";
import * as views from "./workbench/views";

const KILL = "workbench.action.terminal.killAll";

function manifestWith(version: string): string {
  return MANIFEST.replace('"packaging>=24.0"', `"packaging>=24.0",\n    "markupsafe==${version}"`);
}

journey("a configured command releases a file, and the sync continues", async (it) => {
  const { folder, project, picture } = it;
  await makeProject(project.folder, manifestWith("2.1.5"));
  project.write("pyproject.toml", manifestWith("3.0.2"));
  await project.uv("lock");
  const packageFolder = join(project.installed(), "markupsafe");
  const file = join(packageFolder, readdirSync(packageFolder).find((name) => name.endsWith(".so")) ?? "");
  const rules = writeRules(join(folder, "rules"), [file]);
  const page = await it.open({ rules, machine: { "lockstep.release.extraCommands": [KILL] } });
  await expectEventually(() => views.status(page), "Lockstep: 1 drifted");
  await openTerminal(page);
  await typeLine(page, '.venv/bin/python -c "import markupsafe._speedups; input()"');
  await eventually(() => {
    assert.equal(programsWith(file, it.pid()).length, 1);
  });

  await command(page, "Lockstep: Sync Environment with Lockfile");
  await views.expectDialog(page, "which cannot be moved. Release it and continue the sync?");
  await picture("release, the question");
  await views.confirm(page, "Release");
  await eventually(() => {
    assert.deepEqual(programsWith(file, it.pid()), []);
  });
  writeRules(rules);
  await expectEventually(() => views.status(page), "Lockstep: in step");
  await picture("release, synced");
});
