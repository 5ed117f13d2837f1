// The settings that a user has changed; a folder's value precedes the workspace's and the user's.

const NAMES = [
  ...["enable", "interpreter", "uvPath", "onManifestChange", "selection", "severity", "ignore"],
  ...["notifications", "inlayHints", "codeLens"],
];

/** The values of one setting in each scope. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** The settings that differ from their defaults; `inspect` returns the values of one setting. */
export function changedValues(
  inspect: (name: string) => Inspected,
): Readonly<Record<string, unknown>> {
  const found = NAMES.map((name): [string, unknown] => {
    const { workspaceFolderValue, workspaceValue, globalValue } = inspect(name);
    return [name, workspaceFolderValue ?? workspaceValue ?? globalValue];
  });
  return Object.fromEntries(found.filter(([, it]) => it !== undefined));
}
