// How a drift is shown in the editor and the views, in a light and a dark theme.

import assert from "node:assert/strict";
import { expectEventually } from "./harness/eventually";
import { journey } from "./harness/journey";
import { hover, lenses, shownLine } from "./workbench/editor";
import { openFile } from "./workbench/palette";
import * as views from "./workbench/views";

for (const theme of ["Light", "Dark"]) {
  journey(`a drift in the theme ${theme}`, async ({ project, open, picture }) => {
    const pinned = project.pinned("click");
    await project.uv("pip", "install", "click==8.1.7");
    const page = await open({ settings: { "workbench.colorTheme": `Default ${theme} Modern` } });
    await openFile(page, "pyproject.toml");
    await views.openProblems(page);
    await views.openEnvironment(page);
    await expectEventually(() => views.status(page), "Lockstep: 1 drifted");

    // VS Code shows code lenses after an interaction with the editor, or after some idle time.
    await page.locator(".view-line").first().click();
    await expectEventually(() => lenses(page), ["Lockstep: 1 change, 1 warning", "Sync"]);
    await expectEventually(() => shownLine(page, '"click'), '"click>=8.1"8.1.7 installed,');
    await expectEventually(
      async () => (await views.environment(page)).slice(0, 4),
      ["my Café 1 drifted", "CPython 3.11.7 .venv", "Different version 1", `click 8.1.7 → ${pinned}`],
    );
    await hover(page, 6, 8, `pinned: ${pinned}`);
    await picture(`drift ${theme.toLowerCase()}`);

    await page.keyboard.press("Escape");
    const tooltip = await views.statusTooltip(page);
    assert.match(tooltip, /my Café — 1 drifted/);
    assert.match(tooltip, /Environment: .venv/);
    await picture(`tooltip ${theme.toLowerCase()}`);
  });
}
