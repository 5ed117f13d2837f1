// Takes screenshots of a project in VS Code: `node dev/pictures.mjs CHROMIUM ADDRESS INTO`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, address, into] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  // The status bar item shows when the first check has ended.
  const status = page.locator('[id="lockstep.lockstep.lockstep.status"]');
  await status.filter({ hasText: /drifted|in step|could not/i }).waitFor();
  await page.locator(".codelens-decoration").first().waitFor();
  await run(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel").waitFor();
  await keep(page, "problems");
  await status.click();
  await page.locator(".pane .monaco-list-row", { hasText: "Packages" }).last().waitFor();
  await keep(page, "environment");
} finally {
  await browser.close();
}

async function run(page, title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-box input").fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
}

async function keep(page, name) {
  mkdirSync(into, { recursive: true });
  const path = join(into, `start ${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}
