// One VS Code behind a browser, with settings, extensions and a home folder of its own.

import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { eventually } from "./eventually";
import { given } from "./given";
import { freePort, start, type Variables, variables } from "./programs";

export interface CodeServer {
  readonly process: ChildProcess;
  readonly address: string;
  /** Where it keeps settings and logs. */
  readonly data: string;
}

export interface Wishes {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isTrusted?: boolean;
  /** What PATH is; else one with uv and a Python. */
  readonly path?: string;
  /** Settings that a workspace cannot make, beside those that the rules need. */
  readonly machine?: Readonly<Record<string, unknown>>;
  /** Where it is started. */
  readonly cwd?: string;
  /** A file with more rules for held files; with it the server, and uv, obey those of Windows. */
  readonly rules?: string;
}

/** What would stand in the way of a journey, and of its pictures. */
const QUIET = {
  // What is typed is what stands there.
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

/** Start one, with all that it writes below a folder. */
export async function startCodeServer(folder: string, wishes: Wishes): Promise<CodeServer> {
  const data = join(folder, "data");
  const extensions = join(folder, "extensions");
  writeSettings(data, "User", { ...QUIET, ...wishes.settings });
  const { rules, machine } = wishes;
  if (rules !== undefined) {
    const ruled = { "lockstep.interpreter": pythonUnder(rules, folder) };
    writeSettings(data, "Machine", { ...ruled, ...machine });
  }
  cpSync(given.extensions, extensions, { recursive: true });
  const port = await freePort();
  const command = commandLine(port, data, extensions, wishes.isTrusted ?? true);
  const env = surroundings(folder, wishes.path ?? usualPath(folder));
  const child = start(command, wishes.cwd ?? folder, env, join(folder, "code-server.log"));
  const address = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${address}/healthz`));
  return { process: child, address, data };
}

/** Write the user's settings, or those of the machine; VS Code takes them over while it runs. */
export function writeSettings(data: string, of: "User" | "Machine", settings: object): void {
  mkdirSync(join(data, of), { recursive: true });
  writeFileSync(join(data, of, "settings.json"), JSON.stringify(settings));
}

/** A Python for the server, which hands the rules for held files down to all that it starts. */
function pythonUnder(rules: string, folder: string): string {
  const program = join(folder, "python3");
  const lines = [
    "#!/bin/bash",
    `export LD_PRELOAD='${given.shim}' HELD_RULES='${rules}'`,
    // By its own name, for it is asked where it lies. VS Code itself hands no LD_PRELOAD down.
    `exec -a "$0" '${given.python}' "$@"`,
  ];
  writeFileSync(program, `${lines.join("\n")}\n`, { mode: 0o755 });
  return program;
}

/** What PATH is for a user who has uv and a Python. */
export function usualPath(folder: string): string {
  const programs = programFolder(join(folder, "programs"), [given.uv]);
  return [programs, dirname(given.python), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
}

/** A folder for PATH that holds these programs and nothing else. */
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

function surroundings(folder: string, path: string): Variables {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  // VS Code asks a login shell for the variables, and the machine's profile has its own PATH.
  writeFileSync(join(home, ".profile"), `PATH='${path}'\n`);
  return variables({
    ...{ HOME: home, PATH: path, LANG: "C.UTF-8", SHELL: "/bin/sh" },
    ...{ UV_CACHE_DIR: given.uvCache, UV_PYTHON_DOWNLOADS: "never" },
  });
}
