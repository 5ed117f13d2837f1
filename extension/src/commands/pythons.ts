// The Pythons that an environment can be made with, as they are offered.

import type { Python, Report } from "../protocol";
import { nameOf } from "../view/words";

export interface PythonItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** What `lockstep.recreate` is given; empty for the one that the project asks for. */
  readonly python: string;
}

/** The project's own choice first, then what fits, then the rest. */
export function pythonItems(pythons: readonly Python[]): readonly PythonItem[] {
  const fitting = pythons.filter((it) => it.fits);
  const others = pythons.filter((it) => !it.fits);
  return [OWN_CHOICE, ...[...fitting, ...others].map(itemOf)];
}

const OWN_CHOICE: PythonItem = {
  label: "$(star) As the project asks",
  description: "requires-python, .python-version",
  python: "",
};

function itemOf({ path, version, implementation, fits, is_current: isCurrent }: Python): PythonItem {
  const notes = [
    ...(isCurrent ? ["the present one"] : []),
    ...(fits ? [] : ["does not fit requires-python"]),
  ];
  const name = implementation === "cpython" ? "Python" : implementation;
  return {
    label: `$(${fits ? "circle-large-outline" : "circle-slash"}) ${name} ${version}`,
    ...{ description: notes.join(", "), detail: path, python: path },
  };
}

/** What is asked, and what is promised. */
export function recreateQuestion({ project }: Report): {
  readonly title: string;
  readonly placeHolder: string;
} {
  return {
    title: `Make the environment of ${nameOf(project)} anew`,
    placeHolder: "With which Python? Where it fails, the one that is there now stays as it is",
  };
}
