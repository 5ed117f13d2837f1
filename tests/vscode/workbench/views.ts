// The Problems view, the status bar, notifications, dialogs and the view "Environment".

import type { Locator, Page } from "playwright-core";
import { command } from "./palette";

const STATUS = '[id="lockstep.lockstep.lockstep.status"]';

// Short, because a row may disappear while it is read; the caller polls.
const AT_ONCE = { timeout: 500 };

/** Open the Problems view. */
export async function openProblems(page: Page): Promise<void> {
  await command(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel").waitFor();
}

/** The rows of the Problems view, each with its line number in front. */
export async function problems(page: Page): Promise<string[]> {
  const rows = await page.locator(".markers-panel .monaco-list-row[aria-level='2']").all();
  const labels = await Promise.all(rows.map((it) => it.getAttribute("aria-label", AT_ONCE)));
  return labels.map((it) => (it ?? "").replace(/^(.+?) at line (\d+) and .*$/su, "$2 $1"));
}

/** The text of the status bar item. */
export async function status(page: Page): Promise<string> {
  return (await page.locator(STATUS).innerText()).trim();
}

/** The tooltip of the status bar item. */
export async function statusTooltip(page: Page): Promise<string> {
  await page.locator(STATUS).hover();
  const shown = page.locator(".workbench-hover-container .monaco-hover");
  await shown.waitFor();
  return (await shown.innerText()).replaceAll("\u00a0", " ");
}

/** The texts of the visible notifications. */
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

/** Check that no notification appears for twice the time that Lockstep lets changes settle. */
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

/** Wait for a modal dialog with a text. */
export async function expectDialog(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-dialog-box", { hasText: text }).waitFor();
}

/** Press a button of the modal dialog. */
export async function confirm(page: Page, button: string): Promise<void> {
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.locator(".monaco-button", { hasText: new RegExp(`^${button}$`) }).click();
}

/** Press Cancel in a progress notification. */
export async function cancel(shown: Locator): Promise<void> {
  await press(shown, "Cancel");
}

/** Open the view "Environment". */
export async function openEnvironment(page: Page): Promise<void> {
  await command(page, "Focus on Environment View");
}

/** The visible rows of the view "Environment": label and description. */
export async function environment(page: Page): Promise<string[]> {
  const rows = await environmentRows(page).all();
  return Promise.all(rows.map(labelOf));
}

/** The row of the view "Environment" that contains a text. */
export function environmentRow(page: Page, text: string): Locator {
  return environmentRows(page).filter({ hasText: text }).first();
}

/** The label and the description of a row. */
async function labelOf(row: Locator): Promise<string> {
  const parts = row.locator(".label-name, .label-description");
  return (await parts.allInnerTexts()).join(" ");
}

function environmentRows(page: Page): Locator {
  const header = page.locator(".pane-header", { hasText: "Environment" });
  return page.locator(".pane").filter({ has: header }).locator(".monaco-list-row");
}
