// A user recreates the environment with another Python.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { eventually, expectEventually } from "./harness/eventually";
import { given } from "./harness/given";
import { journey } from "./harness/journey";
import { defaultPath } from "./harness/codeServer";
import { commandThatAsks, offered, pick } from "./workbench/palette";
import * as views from "./workbench/views";

function versionOf(cfg: string): string | undefined {
  return /^version_info = (.+)$/m.exec(readFileSync(cfg, "utf8"))?.[1];
}

journey("the environment is recreated with the chosen Python", async (it) => {
  const { folder, project, picture } = it;
  const version = () => versionOf(join(project.environment, "pyvenv.cfg"));
  const before = version();
  const page = await it.open({ path: `${defaultPath(folder)}:${dirname(given.otherPython)}` });
  await expectEventually(() => views.status(page), "Lockstep: in step");
  await commandThatAsks(page, "Lockstep: Recreate Environment…", "Select a Python.");
  const isOffered = async (text: string) => (await offered(page)).some((row) => row.includes(text));
  await expectEventually(() => isOffered("current"), true);
  await expectEventually(() => isOffered(given.otherPython), true);
  await picture("recreate, which Python");
  await pick(page, given.otherPython);
  await eventually(() => {
    assert.notEqual(version(), before);
  });
  await expectEventually(() => views.status(page), "Lockstep: in step");
  await picture("recreate, done");
});
