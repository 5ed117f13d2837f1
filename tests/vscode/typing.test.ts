// A user types in the manifest, which is not valid TOML while a line is incomplete.

import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { typeAt } from "./workbench/editor";
import { openFile } from "./workbench/palette";
import { openProblems, problems, status } from "./workbench/views";

journey("an unreadable manifest is reported, and the findings return after a correction", async (it) => {
  const page = await it.open();
  await openProblems(page);
  await openFile(page, "pyproject.toml");
  await expectEventually(() => status(page), "Lockstep: in step");
  await typeAt(page, 9, "]");
  await expectEventually(() => problems(page), ["9 Error: not TOML: expected newline or end of document after a statement\ncorrect it here"]);
  await it.picture("manifest cannot be read");
  await page.keyboard.press("Backspace");
  await expectEventually(() => problems(page), []);
  await expectEventually(() => status(page), "Lockstep: in step");
});
