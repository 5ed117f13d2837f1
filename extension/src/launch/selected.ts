// The interpreters that are selected in the Python extensions, if one of them is installed.

import * as vscode from "vscode";

/** The part of the Python Environments extension's API that is used. */
interface Environments {
  getEnvironment?(scope?: vscode.Uri): Promise<
    { execInfo?: { run?: { executable?: string } } } | undefined
  >;
}

/** The part of the Python extension's API that is used. */
interface Python {
  environments?: { getActiveEnvironmentPath?(scope?: vscode.Uri): { path?: string } };
}

/** Paths of the selected Pythons; none from an extension that is missing or fails. */
export async function selectedPythons(): Promise<readonly string[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.flatMap((it) => [ofEnvironments(it), ofPython(it)]));
  return found.filter((it) => it !== undefined && it !== "") as string[];
}

async function ofEnvironments({ uri }: vscode.WorkspaceFolder): Promise<string | undefined> {
  const api = await apiOf<Environments>("ms-python.vscode-python-envs");
  const environment = await api?.getEnvironment?.(uri).catch(() => undefined);
  return environment?.execInfo?.run?.executable;
}

async function ofPython({ uri }: vscode.WorkspaceFolder): Promise<string | undefined> {
  const api = await apiOf<Python>("ms-python.python");
  return api?.environments?.getActiveEnvironmentPath?.(uri).path;
}

async function apiOf<Api>(id: string): Promise<Api | undefined> {
  const extension = vscode.extensions.getExtension<Api>(id);
  // A failure of another extension must not keep Lockstep from starting.
  return extension?.activate().then(
    (it) => it,
    () => undefined,
  );
}
