// A sync is interrupted: by the user's cancel, or by the end of all processes.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventually, expectEventually } from "./harness/eventually";
import { type Journey, journey } from "./harness/journey";
import { MANIFEST, type Project } from "./harness/project";
import { makeSlowBuild, type SlowBuild } from "./harness/slowBuild";
import { command } from "./workbench/palette";
import * as views from "./workbench/views";

const SYNC = "Lockstep: Sync Environment with Lockfile";

/** Make a drift: one package to remove, and one to install, with a build that never ends. */
async function drift(project: Project, slow: SlowBuild): Promise<void> {
  const text = MANIFEST.replace("packaging>=24.0", slow.requirement);
  project.write("pyproject.toml", text);
  await project.uv("lock");
}

function isInstalled(project: Project): boolean {
  return existsSync(join(project.installed(), "packaging", "__init__.py"));
}

/** Start a sync and wait until it builds a package. */
async function startSync(it: Journey) {
  const slow = makeSlowBuild(it.folder);
  await drift(it.project, slow);
  const page = await it.open();
  await expectEventually(() => views.status(page), "Lockstep: 2 drifted");
  await command(page, SYNC);
  const gate = await slow.building();
  assert.ok(!isInstalled(it.project), "the sync has removed a package");
  return { page, gate };
}

journey("a sync that is cancelled leaves the old environment", async (it) => {
  const { project, picture } = it;
  const { page, gate } = await startSync(it);
  const shown = await views.notification(page, "Syncing my Café");
  await picture("interrupted, syncing");
  await views.cancel(shown);
  await views.notification(page, "Cancelled; my Café is as it was");
  await expectEventually(() => views.status(page), "Lockstep: 2 drifted");
  await picture("interrupted, cancelled");
  assert.ok(isInstalled(project));
  await gate.close();
});

journey("after all processes are killed during a sync, the next start recovers", async (it) => {
  const { project, picture } = it;
  const { gate } = await startSync(it);
  await it.kill();
  await gate.close();

  const again = await it.open();
  await views.notification(again, /interrupted sync was rolled back/);
  await picture("interrupted, recovered");
  await expectEventually(() => views.status(again), "Lockstep: 2 drifted");
  await eventually(() => {
    assert.ok(isInstalled(project));
  });
});
