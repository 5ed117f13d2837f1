// The open file: what stands in it, what is shown beside and above it, and typing.

import type { Page } from "playwright-core";
import { eventually } from "../harness/eventually";
import { goTo } from "./palette";

const SHOWN_MS = 2_000;

/** Replace the whole text of the open file; it is not saved. */
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

/** What the editor shows of the line that begins with a text, inlay hints included. */
export async function shownLine(page: Page, start: string): Promise<string> {
  const lines = await texts(page, ".view-line");
  return lines.find((it) => it.trimStart().startsWith(start)) ?? "";
}

/** Let something be said of a place, and wait until this is said; all that is said then. */
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

/** The titles of what the light bulb offers on a line. */
export async function quickFixes(page: Page, line: number, column: number): Promise<string[]> {
  await goTo(page, line, column);
  // Pressed before the editor has heard of any, it shows none, and does not look again.
  await eventually(async () => {
    await page.keyboard.press("Control+.");
    await fixRows(page).first().waitFor({ timeout: SHOWN_MS });
  });
  return (await fixRows(page).allInnerTexts()).map(spaced);
}

/** Take one of them. */
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

/** The editor shows blanks as other blanks. */
function spaced(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}
