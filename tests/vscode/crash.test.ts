// The language server crashes.

import assert from "node:assert/strict";
import { eventually, expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { serversBelow } from "./harness/processes";
import { openProblems, problems, status } from "./workbench/views";

journey("a killed server is restarted and shows its findings again", async (it) => {
  await it.project.uv("pip", "uninstall", "iniconfig");
  const page = await it.open();
  await openProblems(page);
  const found = [`7 Warning: iniconfig ${it.project.pinned("iniconfig")} is not installed`];
  await expectEventually(() => problems(page), found);

  const [first, ...more] = serversBelow(it.pid());
  assert.ok(first !== undefined && more.length === 0, "one server runs");
  process.kill(first, "SIGKILL");
  await eventually(() => {
    assert.notDeepEqual(serversBelow(it.pid()), []);
    assert.notDeepEqual(serversBelow(it.pid()), [first]);
  });
  await expectEventually(() => status(page), "Lockstep: 1 drifted");
  await expectEventually(() => problems(page), found);
});
