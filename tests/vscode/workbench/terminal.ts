// The terminal: VS Code hears what is typed there, and how it ended.

import type { Page } from "playwright-core";
import { command } from "./palette";

/** Open a terminal, and wait until its shell asks for a line. */
export async function openTerminal(page: Page): Promise<void> {
  await command(page, "Terminal: Create New Terminal");
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor({ state: "attached" });
  await asks(page, 1);
}

/** Type the first, second, … line of a terminal, and run it. */
export async function typeLine(page: Page, line: string, number: number): Promise<void> {
  // What is typed ahead of the shell's question VS Code does not take for a command.
  await asks(page, number);
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press("Enter");
}

/** Wait until the shell asks for the first, second, … line: VS Code marks each of them. */
async function asks(page: Page, number: number): Promise<void> {
  await page.locator(".terminal-command-decoration").nth(number - 1).waitFor({ state: "attached" });
}
