// Starts code-server with its own settings, extensions and home folder.

import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { eventually } from "./eventually";
import { given } from "./given";
import { freePort, start, type Variables, variables } from "./programs";

export interface CodeServer {
  readonly process: ChildProcess;
  readonly address: string;
  /** The folder of its settings and logs. */
  readonly data: string;
}

export interface Options {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isTrusted?: boolean;
  /** PATH; by default one with uv and a Python. */
  readonly path?: string;
  /** Machine settings, in addition to those that `rules` needs. */
  readonly machine?: Readonly<Record<string, unknown>>;
  /** The working directory. */
  readonly cwd?: string;
  /** A rules file of the shim; with it the server and uv follow Windows' rules for held files. */
  readonly rules?: string;
}

/** Settings that keep VS Code from interfering with the journeys and their screenshots. */
const QUIET = {
  // The editor must not change typed text.
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoIndent": "none",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.banner": "never",
  "telemetry.telemetryLevel": "off",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.reduceMotion": "on",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Start code-server; everything that it writes is below `folder`. */
export async function startCodeServer(folder: string, options: Options): Promise<CodeServer> {
  const data = join(folder, "data");
  const extensions = join(folder, "extensions");
  writeSettings(data, "User", { ...QUIET, ...options.settings });
  const { rules, machine } = options;
  if (rules !== undefined) {
    const interpreter = { "lockstep.interpreter": pythonUnder(rules, folder) };
    writeSettings(data, "Machine", { ...interpreter, ...machine });
  }
  cpSync(given.extensions, extensions, { recursive: true });
  const port = await freePort();
  const command = commandLine(port, data, extensions, options.isTrusted ?? true);
  const env = serverVariables(folder, options.path ?? defaultPath(folder));
  const child = start(command, options.cwd ?? folder, env, join(folder, "code-server.log"));
  const address = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${address}/healthz`));
  return { process: child, address, data };
}

/** Write the user's or the machine's settings; a running VS Code applies them. */
export function writeSettings(data: string, of: "User" | "Machine", settings: object): void {
  mkdirSync(join(data, of), { recursive: true });
  writeFileSync(join(data, of, "settings.json"), JSON.stringify(settings));
}

/** A script that runs Python with the shim preloaded, also in the processes that Python starts. */
function pythonUnder(rules: string, folder: string): string {
  const program = join(folder, "python3");
  const lines = [
    "#!/bin/bash",
    `export LD_PRELOAD='${given.shim}' HELD_RULES='${rules}'`,
    // With its own name, because sys.executable is checked. VS Code does not pass LD_PRELOAD on.
    `exec -a "$0" '${given.python}' "$@"`,
  ];
  writeFileSync(program, `${lines.join("\n")}\n`, { mode: 0o755 });
  return program;
}

/** A PATH with uv, a Python and the system's programs. */
export function defaultPath(folder: string): string {
  const programs = programFolder(join(folder, "programs"), [given.uv]);
  return [programs, dirname(given.python), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
}

/** A folder for PATH that contains exactly these programs. */
export function programFolder(folder: string, programs: readonly string[]): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    symlinkSync(program, join(folder, program.slice(program.lastIndexOf("/") + 1)));
  }
  return folder;
}

function commandLine(
  port: number,
  data: string,
  extensions: string,
  isTrusted: boolean,
): [string, ...string[]] {
  return [
    ...([given.node, given.codeServer, "--bind-addr", `127.0.0.1:${port}`] as const),
    ...["--auth", "none", "--config", join(data, "config.yaml"), "--user-data-dir", data],
    ...["--extensions-dir", extensions, "--disable-telemetry", "--disable-update-check"],
    ...["--disable-getting-started-override", ...(isTrusted ? ["--disable-workspace-trust"] : [])],
  ];
}

function serverVariables(folder: string, path: string): Variables {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  // VS Code reads variables from a login shell; the system profile would set another PATH.
  writeFileSync(join(home, ".profile"), `PATH='${path}'\n`);
  return variables({
    ...{ HOME: home, PATH: path, LANG: "C.UTF-8", SHELL: "/bin/sh" },
    ...{ UV_CACHE_DIR: given.uvCache, UV_PYTHON_DOWNLOADS: "never" },
  });
}
