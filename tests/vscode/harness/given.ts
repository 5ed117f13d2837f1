// The environment variables that `npm test -- --only vscode` sets for the journeys.

import { join } from "node:path";

export const given = {
  /** The Node that runs code-server, and code-server's script. */
  node: variable("LOCKSTEP_NODE"),
  codeServer: variable("LOCKSTEP_CODE_SERVER"),
  chromium: variable("LOCKSTEP_CHROMIUM"),
  /** A folder of extensions that contains Lockstep; each journey copies it. */
  extensions: variable("LOCKSTEP_EXTENSIONS"),
  /** A library to preload, which applies Windows' rules for held files. */
  shim: variable("LOCKSTEP_SHIM"),
  uv: variable("LOCKSTEP_UV"),
  /** A Python outside of every environment. */
  python: variable("LOCKSTEP_BASE_PYTHON"),
  /** A Python of another minor version. */
  otherPython: variable("LOCKSTEP_OTHER_PYTHON"),
  /** The Python of the tool environment, which has psutil. */
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
