// The quick pick of "Recreate Environment…".

import type { Python, Report } from "../protocol";
import { nameOf } from "../view/words";

export interface PythonItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** The `python` argument of `lockstep.recreate`; empty to let uv choose. */
  readonly python: string;
}

/** First an item that leaves the choice to uv, then the fitting Pythons, then the others. */
export function pythonItems(pythons: readonly Python[]): readonly PythonItem[] {
  const fitting = pythons.filter((it) => it.fits);
  const others = pythons.filter((it) => !it.fits);
  return [PROJECT_CHOICE, ...[...fitting, ...others].map(itemOf)];
}

const PROJECT_CHOICE: PythonItem = {
  label: "$(star) Python that the project requires",
  description: "requires-python, .python-version",
  python: "",
};

function itemOf({ path, version, implementation, fits, is_current: isCurrent }: Python): PythonItem {
  const notes = [
    ...(isCurrent ? ["current"] : []),
    ...(fits ? [] : ["does not fit requires-python"]),
  ];
  const name = implementation === "cpython" ? "Python" : implementation;
  return {
    label: `$(${fits ? "circle-large-outline" : "circle-slash"}) ${name} ${version}`,
    ...{ description: notes.join(", "), detail: path, python: path },
  };
}

/** The title and placeholder of the quick pick. */
export function recreateQuestion({ project }: Report): {
  readonly title: string;
  readonly placeHolder: string;
} {
  return {
    title: `Recreate the environment of ${nameOf(project)}`,
    placeHolder: "Select a Python. If recreating fails, the current environment is kept.",
  };
}
