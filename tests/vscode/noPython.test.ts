// A user has no Python that Lockstep's server could run with.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { programFolder } from "./harness/codeServer";
import { eventually, sees } from "./harness/eventually";
import { given } from "./harness/given";
import { journey } from "./harness/journey";
import { openEnvironment, openProblems, problems, status, statusTooltip } from "./workbench/views";

const SHOWN_MS = 2_000;

journey("without a Python it is said, with a way out", async ({ folder, project, ...it }) => {
  // An environment would tell of the Python that it was made with.
  rmSync(project.environment, { recursive: true });
  const path = programFolder(join(folder, "bare"), ["/bin/sh", "/usr/bin/env"]);
  const page = await it.open({ path });
  await sees(() => status(page), "Lockstep: no Python");
  await openEnvironment(page);
  await page.getByText("Lockstep needs a Python 3.10 or newer").waitFor();
  assert.match(await statusTooltip(page), /Choose a Python/);
  await it.picture("no Python");

  await page.getByRole("button", { name: "Choose a Python" }).click();
  const answer = page.locator(".quick-input-widget input").first();
  // The dialog fills in a folder of its own first.
  await sees(async () => (await answer.inputValue()).endsWith("/"), true);
  await answer.fill(given.python);
  await it.picture("choose a Python");
  // While the dialog still looks at what was typed it hears nothing, and while it still looks for a
  // folder of its own it fills that in again.
  await eventually(async () => {
    if (await answer.isVisible()) {
      await answer.fill(given.python, { timeout: SHOWN_MS });
      await answer.press("Enter", { timeout: SHOWN_MS });
    }
    await answer.waitFor({ state: "hidden", timeout: SHOWN_MS });
  });
  await openProblems(page);
  const missing = `1 Warning: there is no environment at .venv`;
  await sees(() => problems(page), [missing]);
});
