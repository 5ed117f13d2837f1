// The items of "Select Extras, Groups and Members…", and the setting that a selection becomes.

import type { Report, Selection } from "../protocol";

export type Kind = "extras" | "groups" | "packages";

export interface Choice {
  readonly kind: Kind;
  readonly name: string;
  readonly picked: boolean;
  readonly note: string;
}

const HEADINGS: Readonly<Record<Kind, string>> = {
  extras: "Extras",
  groups: "Dependency groups",
  packages: "Workspace members",
};

/** The choices in groups, each with its heading. */
export function grouped(choices: readonly Choice[]): readonly (readonly [string, Choice[]])[] {
  const kinds = [...new Set(choices.map((it) => it.kind))];
  return kinds.map((kind) => [HEADINGS[kind], choices.filter((it) => it.kind === kind)]);
}

/** All extras, groups and members of a project; `picked` says whether each is selected now. */
export function choicesOf(report: Report): readonly Choice[] {
  const { choices, selection } = report;
  if (choices === undefined) {
    return [];
  }
  const members = choices.members.length > 1 ? choices.members : [];
  return [
    ...choices.extras.map((name) => choice("extras", name, isWanted(selection.extras, name))),
    ...choices.groups.map((name) => groupChoice(name, report)),
    ...members.map((name) => choice("packages", name, isWanted(selection.packages, name))),
  ];
}

function groupChoice(name: string, { choices, selection }: Report): Choice {
  const isDefault = isWanted(choices?.default_groups, name);
  const byDefault = isDefault && selection["default-groups"] !== false;
  const isLeftOut = isWanted(selection["no-groups"], name);
  const picked = !isLeftOut && (byDefault || isWanted(selection.groups, name));
  return choice("groups", name, picked, isDefault ? "by default" : "");
}

function choice(kind: Kind, name: string, picked: boolean, note = ""): Choice {
  return { kind, name, picked, note };
}

function isWanted(names: readonly string[] | undefined, name: string): boolean {
  return names?.some((it) => it === name || it === "*") === true;
}

/** The value of `lockstep.selection` for the picked choices, without what the defaults include. */
export function selectionOf(report: Report, picked: readonly Choice[]): Selection {
  const names = (kind: Kind) => picked.filter((it) => it.kind === kind).map((it) => it.name);
  const defaults = (report.choices?.groups ?? []).filter((it) =>
    isWanted(report.choices?.default_groups, it),
  );
  const groups = names("groups");
  const found = {
    extras: names("extras"),
    groups: groups.filter((it) => !defaults.includes(it)),
    "no-groups": defaults.filter((it) => !groups.includes(it)),
    packages: names("packages"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, it]) => it.length > 0));
}
