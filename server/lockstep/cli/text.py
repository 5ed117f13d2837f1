"""Reports as text for a terminal: grouped, aligned, with the one command to run next."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..model.finding import SEVERITIES, Change, Finding, Severity
from ..model.report import Report
from ..model.selection import arguments
from ..model.text import Range

_COLORS = {"error": "31", "warning": "33", "information": "36", "hint": "2", "good": "32"}
_BOLD, _DIM = "1", "2"


def report_text(report: Report, more: tuple[str, ...] = (), *, colored: bool) -> str:
    """The report of a check as text: a headline, findings by file, changes, the next command.

    Args:
        report: the report, with control characters escaped (`plain_values`).
        more: options for the next command besides the selection.
        colored: use the color codes of terminals.
    """
    paint = _Paint(colored=colored)
    lines = [_headline(report, paint), ""]
    for path, findings in groupby(sorted(report.findings, key=_order), key=_path):
        lines += [paint(_shown(path), _BOLD), *_findings(list(findings), paint), ""]
    if report.changes:
        lines += [paint(_changes_title(report), _BOLD), *_changes(report.changes, paint), ""]
    lines += _next_step(report, more, paint)
    return "\n".join(lines)


def _path(finding: Finding) -> str:
    return finding.place.path


def _order(finding: Finding) -> tuple[str, int, Range]:
    """The sort key of a finding: its file, its severity (the gravest first), its place there."""
    return _path(finding), SEVERITIES.index(finding.severity), finding.place.range


def _shown(path: str) -> str:
    """A path relative to the current folder if it is below that, else unchanged."""
    inside = path.startswith(os.path.join(os.getcwd(), ""))
    return os.path.relpath(path) if inside else path


class _Paint:
    """Adds a color to a text, unless colors are off."""

    def __init__(self, *, colored: bool) -> None:
        self._colored = colored

    def __call__(self, text: str, color: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self._colored else text


def _headline(report: Report, paint: _Paint) -> str:
    if not report.project:
        return _environment_headline(report, paint)
    name = os.path.basename(report.project) or report.project
    environment = report.environment.removeprefix(os.path.join(report.project, ""))
    where = f"{name}: {environment}, {report.python}"
    if report.in_step:
        return f"{where}, {report.counted}: {paint('in step', _COLORS['good'])}"
    if not report.computed:
        return f"{where}: {paint('could not check', _COLORS['error'])}"
    return f"{where}, {report.counted}: {paint('drifted', _COLORS['warning'])}"


def _environment_headline(report: Report, paint: _Paint) -> str:
    """The first line for an environment without a project, which is sound or damaged."""
    where = f"{report.environment}, {report.python}, {report.counted}"
    if report.in_step:
        return f"{where}: {paint('sound', _COLORS['good'])}"
    return f"{where}: {paint('damaged', _COLORS['warning'])}"


def _findings(findings: list[Finding], paint: _Paint) -> Iterator[str]:
    places = [
        f"{it.place.range.start.line + 1}:{it.place.range.start.character + 1}" for it in findings
    ]
    wide_place = max(len(it) for it in places)
    wide_severity = max(len(it.severity) for it in findings)
    for place, finding in zip(places, findings, strict=True):
        severity = _severity(finding.severity, wide_severity, paint)
        code = paint(finding.code, _DIM)
        yield f"  {place:>{wide_place}}  {severity}  {finding.message}  {code}"
        if finding.hint:
            yield f"  {'':>{wide_place}}  {'':{wide_severity}}  → {finding.hint}"


def _severity(severity: Severity, width: int, paint: _Paint) -> str:
    return paint(f"{severity:<{width}}", _COLORS[severity])


def _changes_title(report: Report) -> str:
    count = len(report.changes)
    noun = "change" if count == 1 else "changes"
    words = {
        "check": "to the environment",
        "create": "to a new environment",
        "replace": "with a new environment",
    }
    return f"{count} {noun} {words[report.action]}"


def _changes(changes: Iterable[Change], paint: _Paint) -> Iterator[str]:
    rows = [_change(it) for it in changes]
    wide = max(len(name) for _, name, _ in rows)
    for sign, name, versions in rows:
        color = {"+": "32", "-": "31", "~": "33"}[sign]
        yield f"  {paint(sign, color)} {name:<{wide}}  {versions}"


def _change(change: Change) -> tuple[str, str, str]:
    if not change.installed:
        return "+", change.name, change.expected
    if not change.expected:
        return "-", change.name, change.installed
    if change.installed == change.expected:
        return "~", change.name, f"{change.expected} (again)"
    return "~", change.name, f"{change.installed} → {change.expected}"


def _next_step(report: Report, more: tuple[str, ...], paint: _Paint) -> list[str]:
    command = next_command(report, more)
    if command:
        return [f"next: {paint(command, _BOLD)}"]
    return ["nothing to do"] if report.in_step else []


def next_command(report: Report, more: tuple[str, ...] = ()) -> str:
    """The one command to run next, with the selection of the check; or a sentence on what to do.

    Empty if the project is in step, or if no command helps.

    Args:
        report: the report of a check.
        more: options for the command besides the selection.
    """
    codes = {it.code for it in report.findings}
    if not report.project:
        is_repaired = not report.in_step and "environment-incomplete" not in codes
        return " ".join(["lockstep repair", *more]) if is_repaired else ""
    if "manifest-unreadable" in codes:
        return "correct pyproject.toml, then `lockstep check` again"
    if "lockfile-unreadable" in codes:
        return "correct uv.lock, or delete it and run `uv lock`"
    if "environment-foreign" in codes:
        return next(it.hint for it in report.findings if it.code == "environment-foreign")
    if "environment-moved" in codes:
        return " ".join(["lockstep recreate", *more])
    is_synced = report.computed or codes & {*_RELOCKED, "environment-incomplete"}
    if report.in_step or not is_synced:
        return ""
    locks = bool(codes & _RELOCKED)
    lock = ["--lock"] if locks else []
    rest = [it for it in more if not (locks and it == "--frozen")]
    return " ".join(["lockstep sync", *lock, *arguments(report.selection), *rest])


_RELOCKED = {"lockfile-missing", "lockfile-stale"}
