// What a user has set, wherever that was; the nearest place counts, as in VS Code.

const NAMES = [
  ...["enable", "interpreter", "uvPath", "onManifestChange", "selection", "severity", "ignore"],
  ...["notifications", "inlayHints", "codeLens"],
];

/** The values of one setting, by where they were set. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** The settings that are not left to their defaults. */
export function chosenOf(inspect: (name: string) => Inspected): Readonly<Record<string, unknown>> {
  const found = NAMES.map((name): [string, unknown] => {
    const { workspaceFolderValue, workspaceValue, globalValue } = inspect(name);
    return [name, workspaceFolderValue ?? workspaceValue ?? globalValue];
  });
  return Object.fromEntries(found.filter(([, it]) => it !== undefined));
}
