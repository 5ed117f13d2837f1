// What stands around the editor: problems, status bar, notifications, the view "Environment".

import type { Locator, Page } from "playwright-core";
import { command } from "./palette";

const STATUS = '[id="lockstep.lockstep.lockstep.status"]';

// A row that goes away while it is read is not waited for: who looks will look again.
const AT_ONCE = { timeout: 500 };

/** Show the Problems view, which stays. */
export async function openProblems(page: Page): Promise<void> {
  await command(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel").waitFor();
}

/** What the Problems view says, row by row, each with its line in front. */
export async function problems(page: Page): Promise<string[]> {
  const rows = await page.locator(".markers-panel .monaco-list-row[aria-level='2']").all();
  const labels = await Promise.all(rows.map((it) => it.getAttribute("aria-label", AT_ONCE)));
  return labels.map((it) => (it ?? "").replace(/^(.+?) at line (\d+) and .*$/su, "$2 $1"));
}

/** The text of Lockstep's item in the status bar. */
export async function status(page: Page): Promise<string> {
  return (await page.locator(STATUS).innerText()).trim();
}

/** What is told of the item when the mouse rests on it. */
export async function statusTooltip(page: Page): Promise<string> {
  await page.locator(STATUS).hover();
  const shown = page.locator(".workbench-hover-container .monaco-hover");
  await shown.waitFor();
  return (await shown.innerText()).replaceAll("\u00a0", " ");
}

/** The notifications that are on the screen now. */
export async function notifications(page: Page): Promise<string[]> {
  const shown = page.locator(".notifications-toasts .notification-list-item-message");
  return shown.allInnerTexts();
}

/** Wait for a notification with a text. */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const shown = page.locator(".notifications-toasts .notification-toast").filter({ hasText: text });
  await shown.first().waitFor();
  return shown.first();
}

/** Watch for twice as long as Lockstep lets changes settle that no notification appears. */
export async function noNotification(page: Page): Promise<void> {
  const shown = page.locator(".notifications-toasts .notification-toast").first();
  const appeared = shown.waitFor({ timeout: 2_500 }).then(
    () => true,
    () => false,
  );
  if (await appeared) {
    throw new Error(`there is a notification: ${(await notifications(page)).join("; ")}`);
  }
}

/** Press a button of a notification. */
export async function press(shown: Locator, button: string): Promise<void> {
  await shown.hover();
  await shown.locator(".monaco-button", { hasText: new RegExp(`^${button}$`) }).click();
}

/** Wait for a question that stands before everything else. */
export async function asked(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-dialog-box", { hasText: text }).waitFor();
}

/** Press a button of the question that stands before everything else. */
export async function confirm(page: Page, button: string): Promise<void> {
  const asked = page.locator(".monaco-dialog-box");
  await asked.locator(".monaco-button", { hasText: new RegExp(`^${button}$`) }).click();
}

/** Cancel what a notification tells the progress of. */
export async function cancel(shown: Locator): Promise<void> {
  await press(shown, "Cancel");
}

/** Show the view "Environment". */
export async function openEnvironment(page: Page): Promise<void> {
  await command(page, "Focus on Environment View");
}

/** The rows of the view "Environment" that are on the screen, from left to right. */
export async function environment(page: Page): Promise<string[]> {
  const rows = await environmentRows(page).all();
  return Promise.all(rows.map(labelOf));
}

/** The row of the view "Environment" that has a text. */
export function environmentRow(page: Page, text: string): Locator {
  return environmentRows(page).filter({ hasText: text }).first();
}

/** A row's label, and what stands behind it in another color. */
async function labelOf(row: Locator): Promise<string> {
  const parts = row.locator(".label-name, .label-description");
  return (await parts.allInnerTexts()).join(" ");
}

function environmentRows(page: Page): Locator {
  const header = page.locator(".pane-header", { hasText: "Environment" });
  return page.locator(".pane").filter({ has: header }).locator(".monaco-list-row");
}
