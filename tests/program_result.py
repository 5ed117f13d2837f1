"""How a program ended that a test has run."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class ProgramResult(NamedTuple):
    """Its exit status, and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What it printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found
