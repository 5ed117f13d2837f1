// The integrated terminal, with shell integration.

import type { Page } from "playwright-core";
import { command } from "./palette";

/** Open a terminal and wait until it accepts input. */
export async function openTerminal(page: Page): Promise<void> {
  await command(page, "Terminal: Create New Terminal");
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor({ state: "attached" });
}

/** Type a line and press Enter. */
export async function typeLine(page: Page, line: string): Promise<void> {
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press("Enter");
}

/**
 * Wait until bash shows its prompt for the first, second, … time.
 *
 * VS Code does not recognize a command that is typed before the prompt appears.
 */
export async function expectPrompt(page: Page, number: number): Promise<void> {
  await page.locator(".terminal-command-decoration").nth(number - 1).waitFor({ state: "attached" });
}
