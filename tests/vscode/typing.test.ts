// A user types in the manifest, which is no TOML while a line is half written.

import { sees } from "./harness/eventually";
import { journey } from "./harness/journey";
import { typeAt } from "./workbench/editor";
import { openFile } from "./workbench/palette";
import { openProblems, problems, status } from "./workbench/views";

journey("a manifest that cannot be read is told, and what was known comes back", async (it) => {
  const page = await it.open();
  await openProblems(page);
  await openFile(page, "pyproject.toml");
  await sees(() => status(page), "Lockstep: in step");
  await typeAt(page, 9, "]");
  await sees(() => problems(page), ["9 Error: not TOML: expected newline or end of document after a statement\ncorrect it here"]);
  await it.picture("manifest cannot be read");
  await page.keyboard.press("Backspace");
  await sees(() => problems(page), []);
  await sees(() => status(page), "Lockstep: in step");
});
