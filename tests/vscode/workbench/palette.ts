// The quick input: commands, files, positions and quick picks.

import type { Locator, Page } from "playwright-core";
import { eventually } from "../harness/eventually";

// The timeout of the first attempt to filter a list by the typed text.
const SHOWN_MS = 2_000;

/** Run a command by its title in the palette. */
export async function command(page: Page, title: string): Promise<void> {
  await choose(page, "F1", `>${title}`, title);
}

/** Run a command that opens another quick input with a placeholder. */
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

/** Move the cursor in the open file; lines and columns count from 1. */
export async function goTo(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press("Control+G");
  await quickInput(page).fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Open the quick input with a key, type a text, and click the row that contains a name. */
async function choose(
  page: Page,
  key: string,
  typed: string,
  name: string,
  next?: Locator,
): Promise<void> {
  // An open list does not include commands and files that appear later, so it is opened again.
  await eventually(async (attempt) => {
    const timeout = SHOWN_MS * attempt;
    await page.keyboard.press("Escape");
    await page.keyboard.press(key);
    await quickInput(page).fill(typed, { timeout });
    await rows(page).filter({ hasText: name }).first().click({ timeout });
  });
  await (next?.waitFor() ?? quickInput(page).waitFor({ state: "hidden" }));
}

/** Click a row of an open quick pick. */
export async function pick(page: Page, name: string): Promise<void> {
  await rows(page).filter({ hasText: name }).first().click();
}

/** The rows of an open quick pick. */
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
