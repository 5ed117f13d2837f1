// The browser that shows the workbench.

import { type Browser, chromium, type Page } from "playwright-core";
import { given } from "./given";
import { TIMEOUT_MS } from "./eventually";

const SIZE = { width: 1280, height: 800 };

// No network traffic of the browser itself; no sandbox, so that root can run it too.
const QUIET = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--no-first-run"],
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: given.chromium, args: QUIET });
}

/** Open the workbench of a folder or of a workspace file in a new page. */
export async function openWorkbench(
  browser: Browser,
  address: string,
  opened: string,
): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(TIMEOUT_MS);
  const kind = opened.endsWith(".code-workspace") ? "workspace" : "folder";
  await page.goto(`${address}/?${kind}=${encodeURIComponent(opened)}`);
  await page.locator(".monaco-workbench").waitFor();
  return page;
}
