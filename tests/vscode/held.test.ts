// Programs hold files of the environment, with Windows' rules for held files.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expectEventually } from "./harness/eventually";
import { holdImport, holdRuff, writeRules } from "./harness/holding";
import { journey } from "./harness/journey";
import { MANIFEST, makeProject } from "./harness/project";
import { quickFix } from "./workbench/editor";
import { command, offered, openFile, pick } from "./workbench/palette";
import * as views from "./workbench/views";

const RUFF = "ruff==0.12.0";

function manifestWith(...more: readonly string[]): string {
  const listed = more.map((it) => `    "${it}",\n`).join("");
  return MANIFEST.replace('    "packaging>=24.0",\n', `    "packaging>=24.0",\n${listed}`);
}

function extensionModuleIn(folder: string): string {
  return join(folder, readdirSync(folder).find((it) => it.endsWith(".so")) ?? "");
}

journey("ruff is removed while its server runs", async ({ folder, project, open, picture }) => {
  await makeProject(project.folder, manifestWith(RUFF));
  const ruff = await holdRuff(project);
  try {
    project.write("pyproject.toml", MANIFEST);
    await project.uv("lock");
    const page = await open({ rules: writeRules(join(folder, "rules")) });
    await openFile(page, "pyproject.toml");
    await expectEventually(() => views.status(page), "Lockstep: 1 drifted");
    await quickFix(page, 1, 2, "Sync environment with lockfile");
    await expectEventually(() => views.status(page), "Lockstep: in step");
    assert.ok(!existsSync(join(project.environment, "bin", "ruff")));
    assert.ok(ruff.isAlive(), "ruff was not ended");
    await picture("held, synced while ruff runs");
  } finally {
    await ruff.end();
  }
});

journey("a file that cannot be moved: its holder is named and can be ended", async (it) => {
  const { folder, project, picture } = it;
  await makeProject(project.folder, manifestWith("markupsafe==2.1.5"));
  const holder = await holdImport(project, "markupsafe._speedups");
  try {
    project.write("pyproject.toml", manifestWith("markupsafe==3.0.2"));
    await project.uv("lock");
    const immovable = extensionModuleIn(join(project.installed(), "markupsafe"));
    const rules = writeRules(join(folder, "rules"), [immovable]);
    const page = await it.open({ rules });
    await expectEventually(() => views.status(page), "Lockstep: 1 drifted");
    await views.openEnvironment(page);
    await command(page, "Lockstep: Sync Environment with Lockfile");
    const refusal = await views.notification(page, /cannot move .*; nothing was changed/);
    await expectEventually(async () => (await views.notifications(page)).join().includes(`${holder.pid}`), true);
    assert.ok(existsSync(immovable), "nothing was changed");
    await picture("held, refused, with the holder");

    await views.press(refusal, "Show Holders");
    await pick(page, `(pid ${holder.pid})`);
    await expectEventually(() => offered(page), ["Show file in Explorer", "End program…", "Copy details"]);
    await picture("held, the actions");
    await expectEventually(async () => (await views.environment(page)).join().includes(`${holder.pid}`), true);
    await pick(page, "End program");
    await picture("held, the question");
    await views.confirm(page, "End Program");
    writeRules(rules);
    const ended = await views.notification(page, `(pid ${holder.pid})`);
    await picture("held, ended");
    await views.press(ended, "Sync");
    await expectEventually(() => views.status(page), "Lockstep: in step");
    assert.ok(!holder.isAlive());
  } finally {
    await holder.end();
  }
});
