// A machine without a Python that could run the server.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { programFolder } from "./harness/codeServer";
import { eventually, expectEventually } from "./harness/eventually";
import { given } from "./harness/given";
import { journey } from "./harness/journey";
import { openEnvironment, openProblems, problems, status, statusTooltip } from "./workbench/views";

const SHOWN_MS = 2_000;

journey("without a Python the user can choose one", async ({ folder, project, ...it }) => {
  // pyvenv.cfg would name a Python, the one that the environment was created with.
  rmSync(project.environment, { recursive: true });
  const path = programFolder(join(folder, "bare"), ["/bin/sh", "/usr/bin/env"]);
  const page = await it.open({ path });
  await expectEventually(() => status(page), "Lockstep: no Python");
  await openEnvironment(page);
  await page.getByText("Lockstep needs Python 3.10 or newer").waitFor();
  assert.match(await statusTooltip(page), /Choose Python/);
  await it.picture("no Python");

  await page.getByRole("button", { name: "Choose Python" }).click();
  const answer = page.locator(".quick-input-widget input").first();
  // The dialog first fills in a default folder.
  await expectEventually(async () => (await answer.inputValue()).endsWith("/"), true);
  await answer.fill(given.python);
  await it.picture("choose a Python");
  // The dialog ignores Enter while it validates the input, and may fill in its default folder late.
  await eventually(async (attempt) => {
    const timeout = SHOWN_MS * attempt;
    if (await answer.isVisible()) {
      await answer.fill(given.python, { timeout });
      await answer.press("Enter", { timeout });
    }
    await answer.waitFor({ state: "hidden", timeout });
  });
  await openProblems(page);
  const missing = `1 Warning: there is no environment at .venv`;
  await expectEventually(() => problems(page), [missing]);
});
