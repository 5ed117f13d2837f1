// Commands, files and places, by the quick input at the top.

import type { Locator, Page } from "playwright-core";
import { eventually } from "../harness/eventually";

// How long a list takes at most to be filtered by what was typed.
const SHOWN_MS = 2_000;

/** Run a command by its title, as the palette shows it. */
export async function command(page: Page, title: string): Promise<void> {
  await choose(page, "F1", `>${title}`, title);
}

/** Run a command that goes on to ask something there. */
export async function commandThatAsks(
  page: Page,
  title: string,
  placeholder: string,
): Promise<void> {
  await choose(page, "F1", `>${title}`, title, page.getByPlaceholder(placeholder));
}

/** Open a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await choose(page, "Control+P", name, name);
  await page.locator(".editor-instance .view-lines").first().waitFor();
}

/** Put the cursor somewhere in the open file; lines and columns count from one. */
export async function goTo(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press("Control+G");
  await quickInput(page).fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Open the quick input with a key, type, and take the row that has this name. */
async function choose(
  page: Page,
  key: string,
  typed: string,
  name: string,
  asked?: Locator,
): Promise<void> {
  // A command or file that comes into being meanwhile is not added to a list that is shown.
  await eventually(async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press(key);
    await quickInput(page).fill(typed, { timeout: SHOWN_MS });
    await rows(page).filter({ hasText: name }).first().click({ timeout: SHOWN_MS });
  });
  await (asked?.waitFor() ?? quickInput(page).waitFor({ state: "hidden" }));
}

/** Take a row of a list that a command has opened. */
export async function pick(page: Page, name: string): Promise<void> {
  await rows(page).filter({ hasText: name }).first().click();
}

/** The rows of a list that a command has opened. */
export async function offered(page: Page): Promise<string[]> {
  const labels = await Promise.all((await rows(page).all()).map((it) => it.innerText()));
  return labels.map((it) => it.replaceAll("\u00a0", " ").replaceAll("\n", " ").trim());
}

function quickInput(page: Page) {
  return page.locator(".quick-input-widget .quick-input-box input");
}

function rows(page: Page) {
  return page.locator(".quick-input-widget .quick-input-list .monaco-list-row");
}
