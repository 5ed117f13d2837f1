// The text and tooltip of the status bar item and the language status item.

import type { Known } from "../state";
import type { Report } from "../protocol";
import { code, escaped, withoutIcons } from "./plain";
import { counted, driftedCount, nameOf, relativePath, stateOf } from "./words";

export type Mood = "good" | "drifted" | "busy" | "error" | "idle";

export interface Summary {
  readonly mood: Mood;
  /** The text of the status bar item, without its icon. */
  readonly text: string;
  /** Markdown, with commands as links. */
  readonly tooltip: string;
  /** The command of the status bar item. */
  readonly command: string;
}

const ICONS: Readonly<Record<Mood, string>> = {
  good: "$(check)",
  drifted: "$(warning)",
  busy: "$(sync~spin)",
  error: "$(error)",
  idle: "$(circle-slash)",
};

/** The text with its icon. */
export function labelOf(summary: Summary): string {
  return `${ICONS[summary.mood]} ${withoutIcons(summary.text)}`;
}

/** Summarize the state of the server and of all projects. */
export function summarize(known: Known): Summary {
  switch (known.phase.kind) {
    case "starting":
      return plain("busy", "Lockstep", "Lockstep is starting.", "lockstep.showLogs");
    case "no-python":
      return plain("error", "Lockstep: no Python", known.phase.reason, "lockstep.showLogs", [
        link("Choose Python", "lockstep.choosePython"),
        link("Search Again", "lockstep.restart"),
        link("Show Log", "lockstep.showLogs"),
      ]);
    case "stopped":
      return plain("error", "Lockstep: stopped", known.phase.reason, "lockstep.showLogs", [
        link("Start Server", "lockstep.restart"),
        link("Show Log", "lockstep.showLogs"),
      ]);
    case "running":
      return projectsSummary(known);
  }
}

const FOCUS = "lockstep.environment.focus";

function projectsSummary(known: Known): Summary {
  const tooltip = tooltipOf(known);
  if (known.work !== "") {
    return { mood: "busy", text: known.work, tooltip, command: FOCUS };
  }
  // Checks are frequent and short, so only the first one is shown.
  if (known.status?.quiescent !== true && known.projects.length === 0) {
    return { mood: "busy", text: "Lockstep: checking", tooltip, command: FOCUS };
  }
  const [text, mood] = verdict(known);
  return { mood, text, tooltip, command: FOCUS };
}

function verdict(known: Known): [string, Mood] {
  if (known.projects.length === 0) {
    return ["Lockstep", "idle"];
  }
  if (known.projects.some((it) => stateOf(it) === "could not check")) {
    return ["Lockstep: could not check", "error"];
  }
  const drifted = known.projects.reduce((sum, it) => sum + driftedCount(it), 0);
  if (drifted === 0 && known.status?.health === "error") {
    return [`Lockstep: ${known.status.message}`, "error"];
  }
  return drifted === 0 ? ["Lockstep: in step", "good"] : [`Lockstep: ${drifted} drifted`, "drifted"];
}

function tooltipOf(known: Known): string {
  const projects = known.projects.map((it) => projectTooltip(it, known));
  const notTrusted = known.trusted ? [] : ["$(shield) Untrusted workspace: Lockstep only reads it and runs nothing."];
  const nothing = known.projects.length === 0 ? ["No project was found in this workspace."] : [];
  const links = [link("Check", "lockstep.check"), link("Show Log", "lockstep.showLogs")];
  return [...projects, ...nothing, ...notTrusted, links.join(" · ")].join("\n\n---\n\n");
}

function projectTooltip(report: Report, known: Known): string {
  const environment = known.status?.environments.find((it) => it.project === report.project);
  const where = relativePath(report.project, report.environment);
  const argument = encodeURIComponent(JSON.stringify([{ project: report.project }]));
  const links = known.trusted && !report.in_step ? [link("Sync", `lockstep.sync?${argument}`)] : [];
  return [
    `**${escaped(nameOf(report.project))}** — ${stateOf(report)}`,
    `- Environment: ${code(where)}`,
    `- Python: ${escaped(environment?.python ?? "") || "none"}`,
    `- Lockfile: ${code(relativePath(report.project, report.lockfile))}`,
    ...(report.changes.length > 0 ? [`- ${counted(report.changes.length, "change")}`] : []),
    ...(links.length > 0 ? ["", links.join(" · ")] : []),
  ].join("\n");
}

function plain(mood: Mood, text: string, detail: string, command: string, links: string[] = []) {
  return { mood, text, tooltip: [escaped(detail), links.join(" · ")].join("\n\n"), command };
}

function link(text: string, command: string): string {
  return `[${text}](command:${command})`;
}
