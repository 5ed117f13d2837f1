// An installer in a terminal fails because of a held file.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventually, expectEventually } from "./harness/eventually";
import { given } from "./harness/given";
import { holdRuff, writeRules } from "./harness/holding";
import { journey } from "./harness/journey";
import { MANIFEST, makeProject } from "./harness/project";
import { expectPrompt, openTerminal, typeLine } from "./workbench/terminal";
import * as views from "./workbench/views";

// VS Code's shell integration does not support /bin/sh.
const WITH_BASH = { "terminal.integrated.defaultProfile.linux": "bash" };

journey("after uv failed in a terminal, files are freed and the command runs again", async (it) => {
  const { folder, project, picture } = it;
  const manifest = MANIFEST.replace('"packaging>=24.0"', '"packaging>=24.0",\n    "ruff==0.12.0"');
  await makeProject(project.folder, manifest);
  const ruff = await holdRuff(project);
  try {
    const rules = writeRules(join(folder, "rules"));
    const page = await it.open({ rules, settings: WITH_BASH });
    await expectEventually(() => views.status(page), "Lockstep: in step");
    await openTerminal(page);
    await expectPrompt(page, 1);
    await typeLine(page, `export LD_PRELOAD='${given.shim}' HELD_RULES='${rules}'`);
    await expectPrompt(page, 2);
    await typeLine(page, "uv pip uninstall ruff");
    const offer = await views.notification(page, "A program holds ruff");
    await picture("terminal, the offer");
    await views.press(offer, "Free and Run Again");
    await eventually(() => {
      assert.ok(!existsSync(join(project.environment, "bin", "ruff")));
    });
    await expectEventually(() => views.status(page), "Lockstep: 1 drifted");
    assert.ok(ruff.isAlive());
    await picture("terminal, run again");
  } finally {
    await ruff.end();
  }
});
