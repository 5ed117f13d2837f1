"""Outcomes as JSON; the fields are part of the contract (docs/protocol.md)."""

from __future__ import annotations

from typing import Any

from ..model.holder import Holder
from ..model.outcome import Outcome
from .report_json import SCHEMA, change_object


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """The outcome as an object of plain values."""
    return {
        "schema": SCHEMA,
        "outcome": outcome.kind,
        "message": outcome.message,
        "changes": [change_object(it) for it in outcome.changes],
        "set_aside": list(outcome.set_aside),
        "still_held": [
            {
                "path": it,
                "holders": [holder_object(one) for one in outcome.holders if it in one.files],
            }
            for it in outcome.still_held
        ],
        "still_missing": list(outcome.still_missing),
        "holders": [holder_object(it) for it in outcome.holders],
        "installer": {
            "command": list(outcome.installer.command),
            "exit": outcome.installer.exit,
            "message": outcome.installer.message,
        },
        "warnings": list(outcome.warnings),
    }


def holder_object(holder: Holder) -> dict[str, Any]:
    """A process that holds files."""
    return {**holder._asdict(), "files": list(holder.files)}
