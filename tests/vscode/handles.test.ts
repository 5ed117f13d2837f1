// Lockstep itself must hold no file of the environment: an installer could not replace it.

import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { below, commandOf, held } from "./harness/processes";
import { openEnvironment, status } from "./workbench/views";
import { command } from "./workbench/palette";

journey("nothing below the environment is held, after a check and after a sync", async (it) => {
  const { environment, uv } = it.project;
  const holders = () =>
    below(it.pid())
      .filter((pid) => held(pid, environment).length > 0)
      .map((pid) => [commandOf(pid), held(pid, environment)]);
  await uv("pip", "uninstall", "iniconfig");
  const page = await it.open();
  await openEnvironment(page);
  await expectEventually(() => status(page), "Lockstep: 1 drifted");
  await expectEventually(holders, []);

  await command(page, "Lockstep: Sync Environment with Lockfile");
  await expectEventually(() => status(page), "Lockstep: in step");
  await expectEventually(holders, []);
});
