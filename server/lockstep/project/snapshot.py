"""What a handler may see of a project: the result of its last check, immutable."""

from __future__ import annotations

from typing import NamedTuple

from ..drift.view import View
from ..errors import UsageError
from ..model.report import Report


class Snapshot(NamedTuple):
    """One ended check. `obstacle` is why nothing could be computed, None where it could."""

    root: str
    number: int
    report: Report
    view: View
    obstacle: UsageError | None = None

    @property
    def problem(self) -> str:
        """The same in words; empty where it could."""
        return self.obstacle.message if self.obstacle else ""
