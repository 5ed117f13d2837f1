"""The public JSON of all values, documented in docs/command-line.md and docs/protocol.md."""

from __future__ import annotations

from typing import Any

from ..errors import LockstepError
from .finding import Change, Finding, Place, Related
from .holder import Holder
from .outcome import Outcome
from .report import Report, Verified
from .selection import Selection
from .text import Range

SCHEMA = 1


def report_object(report: Report) -> dict[str, Any]:
    """A report as a JSON object, which `lockstep check --format json` prints."""
    return {
        "schema": SCHEMA,
        "project": report.project,
        "environment": report.environment,
        "manifest": report.manifest,
        "lockfile": report.lockfile,
        "installer": report.installer,
        "selection": _selection(report.selection),
        "in_step": report.in_step,
        "freshness": report.freshness,
        "action": report.action,
        "findings": [_finding(it) for it in report.findings],
        "changes": [change_object(it) for it in report.changes],
    }


def change_object(change: Change) -> dict[str, Any]:
    """A change as a JSON object; `installed` or `expected` is null if that version is empty."""
    installed, expected = change.installed or None, change.expected or None
    return {"name": change.name, "installed": installed, "expected": expected}


def _selection(selection: Selection) -> dict[str, Any]:
    named = selection._asdict()
    install = named.pop("install")._asdict()
    table = {
        **named,
        **{
            f"no-install-{it[3:]}" if it[:3] == "no_" else it: value
            for it, value in install.items()
        },
    }
    return {
        name.replace("_", "-"): value if isinstance(value, bool) else list(value)
        for name, value in table.items()
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


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """The outcome of a sync or another command as a JSON object.

    Its `error` is null if the command was successful (`done`, `nothing`).
    """
    return {
        "schema": SCHEMA,
        "outcome": outcome.kind,
        "message": outcome.message,
        "error": _error(outcome),
        "changes": [change_object(it) for it in outcome.changes],
        "swapped": list(outcome.swapped),
        "blocked": [
            {
                "path": it,
                "holders": [holder_object(one) for one in outcome.holders if it in one.files],
            }
            for it in outcome.blocked
        ],
        "not_deleted": list(outcome.not_deleted),
        "not_restored": list(outcome.not_restored),
        "holders": [holder_object(it) for it in outcome.holders],
        "installer": {
            "command": list(outcome.installer.command),
            "exit": outcome.installer.exit,
            "message": outcome.installer.message,
        },
        "warnings": list(outcome.warnings),
    }


def error_object(mistake: LockstepError) -> dict[str, str]:
    """An error as a JSON object with its code, message and hint."""
    return {"code": mistake.code, "message": mistake.message, "hint": mistake.hint}


def failure_object(mistake: LockstepError) -> dict[str, Any]:
    """The JSON object that a command prints instead of its result, if it could not begin."""
    return {"schema": SCHEMA, "error": error_object(mistake)}


def _error(outcome: Outcome) -> dict[str, Any] | None:
    """The error of an unsuccessful outcome as a JSON object; None for a successful one."""
    if outcome.kind in ("done", "nothing"):
        return None
    return {"code": outcome.code or outcome.kind, "message": outcome.message, "hint": outcome.hint}


def holder_object(holder: Holder) -> dict[str, Any]:
    """A holder as a JSON object."""
    return {**holder._asdict(), "files": list(holder.files)}


def holders_object(
    environment: str, holders: tuple[Holder, ...], unseen: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The JSON object that `lockstep holders --format json` prints.

    Args:
        environment: the path of the environment.
        holders: the processes that hold files of the environment.
        unseen: paths that are held, but not by any visible process.
    """
    return {
        "schema": SCHEMA,
        "environment": environment,
        "holders": [holder_object(it) for it in holders],
        "unseen": list(unseen),
    }


def verified_object(verified: Verified) -> dict[str, Any]:
    """The JSON object that `lockstep verify --format json` prints."""
    return {
        "schema": SCHEMA,
        "packages": verified.packages,
        "files": verified.files,
        "bad": [it._asdict() for it in verified.bad],
    }
