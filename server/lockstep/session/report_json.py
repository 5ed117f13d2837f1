"""Reports as JSON; the fields are part of the contract (docs/command-line.md)."""

from __future__ import annotations

import json
from typing import Any

from ..model.finding import Change, Finding, Place, Related
from ..model.report import Report
from ..model.selection import Selection
from ..model.text import Range

SCHEMA = 1


def report_json(report: Report) -> str:
    """The report of a check."""
    return json.dumps(report_object(report), indent=2, ensure_ascii=False)


def report_object(report: Report) -> dict[str, Any]:
    """The report as an object of plain values."""
    return {
        "schema": SCHEMA,
        "project": report.project,
        "environment": report.environment,
        "manifest": report.manifest,
        "lockfile": report.lockfile,
        "installer": report.installer,
        "selection": _selection(report.selection),
        "in_step": report.in_step,
        "action": report.action,
        "findings": [_finding(it) for it in report.findings],
        "changes": [change_object(it) for it in report.changes],
    }


def change_object(change: Change) -> dict[str, Any]:
    """One package's change."""
    installed, expected = change.installed or None, change.expected or None
    return {"name": change.name, "installed": installed, "expected": expected}


def _selection(selection: Selection) -> dict[str, Any]:
    return {
        name.replace("_", "-"): value if isinstance(value, bool) else list(value)
        for name, value in selection._asdict().items()
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "package": finding.package or None,
        "installed": finding.installed or None,
        "expected": finding.expected or None,
        **_place(finding.place),
        "related": [_related(it) for it in finding.related],
        "fixes": list(finding.fixes),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "range": _range(place.range)}


def _range(range_: Range) -> dict[str, Any]:
    return {
        side: {"line": position.line, "character": position.character}
        for side, position in (("start", range_.start), ("end", range_.end))
    }


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.place), "message": related.message}
