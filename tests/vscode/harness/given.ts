// What `npm test -- --only vscode` hands to the journeys, and where they leave what they saw.

import { join } from "node:path";

export const given = {
  /** Node and the script of code-server. */
  node: variable("LOCKSTEP_NODE"),
  codeServer: variable("LOCKSTEP_CODE_SERVER"),
  chromium: variable("LOCKSTEP_CHROMIUM"),
  /** A folder of extensions with Lockstep in it, to be copied. */
  extensions: variable("LOCKSTEP_EXTENSIONS"),
  /** Preloaded, it lets held files be as on Windows. */
  shim: variable("LOCKSTEP_SHIM"),
  uv: variable("LOCKSTEP_UV"),
  /** A Python outside of every environment. */
  python: variable("LOCKSTEP_BASE_PYTHON"),
  /** Another Python, of another minor version. */
  otherPython: variable("LOCKSTEP_OTHER_PYTHON"),
  /** The tool environment's Python, which has psutil. */
  tools: variable("LOCKSTEP_TOOLS_PYTHON"),
  uvCache: variable("LOCKSTEP_UV_CACHE"),
} as const;

export const SCREENSHOTS = join(process.cwd(), "build", "screenshots");

function variable(name: string): string {
  const found = process.env[name];
  if (found === undefined) {
    throw new Error(`${name} is not set: run the journeys with npm test -- --only vscode`);
  }
  return found;
}
