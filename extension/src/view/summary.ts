// What the status bar and the language status say.

import type { Known } from "../state";
import type { Report } from "../protocol";
import { code, escaped, withoutIcons } from "./plain";
import { counted, driftedCount, nameOf, seenFrom, stateOf } from "./words";

export type Mood = "good" | "drifted" | "busy" | "error" | "idle";

export interface Summary {
  readonly mood: Mood;
  /** What stands in the status bar, without an icon. */
  readonly text: string;
  /** Markdown, with commands as links. */
  readonly tooltip: string;
  /** What a click on the status bar does. */
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

/** What is known, in one line and in one tooltip. */
export function summarize(known: Known): Summary {
  switch (known.phase.kind) {
    case "starting":
      return plain("busy", "Lockstep", "Lockstep is starting.", "lockstep.showLogs");
    case "no-python":
      return plain("error", "Lockstep: no Python", known.phase.reason, "lockstep.showLogs", [
        link("Choose a Python", "lockstep.choosePython"),
        link("Look again", "lockstep.restart"),
        link("Show log", "lockstep.showLogs"),
      ]);
    case "stopped":
      return plain("error", "Lockstep: stopped", known.phase.reason, "lockstep.showLogs", [
        link("Start it", "lockstep.restart"),
        link("Show log", "lockstep.showLogs"),
      ]);
    case "running":
      return ofProjects(known);
  }
}

const FOCUS = "lockstep.environment.focus";

function ofProjects(known: Known): Summary {
  const tooltip = tooltipOf(known);
  if (known.work !== "") {
    return { mood: "busy", text: known.work, tooltip, command: FOCUS };
  }
  // Checks are many and short: one that follows another is not worth a word.
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
  const projects = known.projects.map((it) => ofProject(it, known));
  const notTrusted = known.trusted ? [] : ["$(shield) Not trusted: only read, nothing is run."];
  const nothing = known.projects.length === 0 ? ["No project with a lockfile here."] : [];
  const links = [link("Check", "lockstep.check"), link("Show log", "lockstep.showLogs")];
  return [...projects, ...nothing, ...notTrusted, links.join(" · ")].join("\n\n---\n\n");
}

function ofProject(report: Report, known: Known): string {
  const environment = known.status?.environments.find((it) => it.project === report.project);
  const where = seenFrom(report.project, report.environment);
  const argument = encodeURIComponent(JSON.stringify([{ project: report.project }]));
  const links = known.trusted && !report.in_step ? [link("Sync", `lockstep.sync?${argument}`)] : [];
  return [
    `**${escaped(nameOf(report.project))}** — ${stateOf(report)}`,
    `- Environment: ${code(where)}`,
    `- Python: ${escaped(environment?.python ?? "") || "none"}`,
    `- Lockfile: ${code(seenFrom(report.project, report.lockfile))}`,
    ...(report.changes.length > 0 ? [`- ${counted(report.changes.length, "change")}`] : []),
    ...(links.length > 0 ? ["", links.join(" · ")] : []),
  ].join("\n");
}

function plain(mood: Mood, text: string, why: string, command: string, links: string[] = []) {
  return { mood, text, tooltip: [escaped(why), links.join(" · ")].join("\n\n"), command };
}

function link(text: string, command: string): string {
  return `[${text}](command:${command})`;
}
