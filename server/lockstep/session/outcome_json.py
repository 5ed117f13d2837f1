"""Outcomes as JSON; the fields are part of the contract (docs/protocol.md)."""

from __future__ import annotations

from typing import Any

from ..model.outcome import Outcome
from .report_json import SCHEMA, change_object


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """The outcome as an object of plain values."""
    return {
        "schema": SCHEMA,
        "outcome": outcome.kind,
        "message": outcome.message,
        "changes": [change_object(it) for it in outcome.changes],
        # Nothing is set aside yet, so nothing of it can be held.
        "set_aside": [],
        "still_held": [],
        "still_missing": [],
        "holders": [],
        "installer": {
            "command": list(outcome.installer.command),
            "exit": outcome.installer.exit,
            "message": outcome.installer.message,
        },
        "warnings": list(outcome.warnings),
    }
