// The browser in which a workbench is seen.

import { type Browser, chromium, type Page } from "playwright-core";
import { given } from "./given";
import { PATIENCE_MS } from "./eventually";

const SIZE = { width: 1280, height: 800 };

// Nothing of the browser's own goes over the network, and it runs as any user.
const QUIET = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--no-first-run"],
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: given.chromium, args: QUIET });
}

/** A page in which the workbench of a folder, or of a workspace file, is to be seen. */
export async function openWorkbench(
  browser: Browser,
  address: string,
  opened: string,
): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE });
  page.setDefaultTimeout(PATIENCE_MS);
  const kind = opened.endsWith(".code-workspace") ? "workspace" : "folder";
  await page.goto(`${address}/?${kind}=${encodeURIComponent(opened)}`);
  await page.locator(".monaco-workbench").waitFor();
  return page;
}
