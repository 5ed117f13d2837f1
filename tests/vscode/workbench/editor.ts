// The active editor: its text, hovers, code lenses and quick fixes.

import type { Page } from "playwright-core";
import { eventually } from "../harness/eventually";
import { goTo } from "./palette";

const SHOWN_MS = 2_000;

/** Replace the text of the open file without saving it. */
export async function replaceAll(page: Page, text: string): Promise<void> {
  await goTo(page, 1);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Type at the end of a line of the open file. */
export async function typeAt(page: Page, line: number, text: string): Promise<void> {
  await goTo(page, line);
  await page.keyboard.press("End");
  await page.keyboard.type(text);
}

export async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+S");
  await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
}

/** The texts of the code lenses. */
export async function lenses(page: Page): Promise<string[]> {
  const all = await texts(page, ".codelens-decoration a, .codelens-decoration > span");
  return all.filter((it) => it !== "|");
}

/** The line that starts with a text, as shown with inlay hints. */
export async function shownLine(page: Page, start: string): Promise<string> {
  const lines = await texts(page, ".view-line");
  return lines.find((it) => it.trimStart().startsWith(start)) ?? "";
}

/** Open the hover at a position, wait until it contains a text, and return its whole text. */
export async function hover(
  page: Page,
  line: number,
  column: number,
  text: string,
): Promise<string> {
  await goTo(page, line, column);
  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  const shown = page.locator(".monaco-editor .monaco-hover:not(.hidden)", { hasText: text });
  await shown.waitFor();
  return spaced(await shown.innerText());
}

/** The titles of the code actions at a position. */
export async function quickFixes(page: Page, line: number, column: number): Promise<string[]> {
  await goTo(page, line, column);
  // The menu does not update if it is opened before the editor has the code actions.
  await eventually(async (attempt) => {
    await page.keyboard.press("Control+.");
    await fixRows(page).first().waitFor({ timeout: SHOWN_MS * attempt });
  });
  return (await fixRows(page).allInnerTexts()).map(spaced);
}

/** Run the code action with a title. */
export async function quickFix(
  page: Page,
  line: number,
  column: number,
  title: string,
): Promise<void> {
  await quickFixes(page, line, column);
  await fixRows(page).filter({ hasText: title }).first().click();
}

function fixRows(page: Page) {
  return page.locator(".action-widget .monaco-list-row.action");
}

async function texts(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts()).map(spaced);
}

/** The editor renders blanks as no-break spaces. */
function spaced(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}
