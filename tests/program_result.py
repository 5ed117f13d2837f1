"""The result of a program that a test has run."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class ProgramResult(NamedTuple):
    """Its exit status and its output."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """stdout, which must be JSON."""
        found: dict[str, Any] = json.loads(self.out)
        return found
