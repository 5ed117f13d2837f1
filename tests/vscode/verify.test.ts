// A file of an installed package was changed.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { command, offered } from "./workbench/palette";
import * as views from "./workbench/views";

const VERIFY = "Lockstep: Verify Installed Files";

journey("a changed file is found", async ({ project, open, picture }) => {
  const page = await open();
  await expectEventually(() => views.status(page), "Lockstep: in step");
  // Replaced, not written into: the file may be a hard link to uv's cache.
  const file = join(project.installed(), "pluggy", "_hooks.py");
  replace(file, "version = 'mine'\n");
  await command(page, VERIFY);
  const text = "1 file of 1 package differs from what was installed";
  await views.press(await views.notification(page, text), "Show Files");
  await expectEventually(async () => (await offered(page)).length, 1);
  await picture("verified");
});

function replace(path: string, text: string): void {
  rmSync(path);
  writeFileSync(path, text);
}
