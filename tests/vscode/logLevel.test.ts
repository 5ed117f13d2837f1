// The log level of the output channel decides whether the server writes its debug lines.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { command, commandThatAsks, pick } from "./workbench/palette";
import * as views from "./workbench/views";

journey("the debug level shows what the server does", async ({ project, open, picture }) => {
  const page = await open();
  await expectEventually(() => views.status(page), "Lockstep: in step");
  await command(page, "Lockstep: Show Log");
  const output = page.locator(".output-view-container .view-lines, .output-view .view-lines");
  await output.first().waitFor();
  await expectEventually(async () => (await output.first().innerText()).includes("event:"), false);

  await commandThatAsks(page, "Developer: Set Log Level...", "Set Log Level");
  await pick(page, "Lockstep");
  await pick(page, "Debug");
  appendFileSync(join(project.folder, "pyproject.toml"), "\n# a change\n");
  await expectEventually(async () => (await output.first().innerText()).includes("event:"), true);
  await picture("debug lines");
});
