// A user edits the manifest and is expectDialog whether to sync.

import assert from "node:assert/strict";
import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { replaceAll, save } from "./workbench/editor";
import { openFile } from "./workbench/palette";
import * as views from "./workbench/views";

const QUESTION = "The lockfile of my Café no longer matches its pyproject.toml. Lock and sync?";

journey("a saved edit leads to one question per drift", async (it) => {
  const { project, picture } = it;
  const manifest = project.read("pyproject.toml");
  const page = await it.open();
  await views.openProblems(page);
  await openFile(page, "pyproject.toml");
  await expectEventually(() => views.status(page), "Lockstep: in step");

  const edited = manifest.replace('    "iniconfig>=2.0",\n', "");
  await replaceAll(page, edited);
  await save(page);
  const question = await views.notification(page, QUESTION);
  assert.deepEqual(await views.notifications(page), [QUESTION]);
  await picture("question");
  await views.press(question, "Not Now");
  await expectEventually(() => views.notifications(page), []);

  // The drift is the same, so no question follows.
  await replaceAll(page, `${edited}# a remark\n`);
  await save(page);
  await views.noNotification(page);

  await replaceAll(page, manifest.replace('    "packaging>=24.0",\n', ""));
  await save(page);
  await views.press(await views.notification(page, QUESTION), "Sync");
  await expectEventually(() => views.status(page), "Lockstep: in step");
  await expectEventually(() => views.problems(page), []);
  await expectEventually(() => views.notifications(page), []);
  await views.noNotification(page);
  await picture("question answered");
});
