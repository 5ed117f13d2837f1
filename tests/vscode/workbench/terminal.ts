// The terminal: VS Code hears what is typed there, and how it ended.

import type { Page } from "playwright-core";
import { command } from "./palette";

/** Open a terminal, and wait until it can be typed into. */
export async function openTerminal(page: Page): Promise<void> {
  await command(page, "Terminal: Create New Terminal");
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor({ state: "attached" });
}

/** Type a line, and run it. */
export async function typeLine(page: Page, line: string): Promise<void> {
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press("Enter");
}

/**
 * Wait until bash asks for the first, second, … line: VS Code marks each of them.
 *
 * What is typed ahead of the question it does not take for a command.
 */
export async function asks(page: Page, number: number): Promise<void> {
  await page.locator(".terminal-command-decoration").nth(number - 1).waitFor({ state: "attached" });
}
