"""The result of a project's last check, immutable, for the handlers of the server."""

from __future__ import annotations

from typing import NamedTuple

from ..drift.view import View
from ..errors import UsageError
from ..model.report import Report


class Snapshot(NamedTuple):
    """The result of one check.

    Attributes:
        root: the root of the workspace.
        number: the number of the check; a later check has a higher one.
        report: the result for users.
        view: the input of the findings.
        obstacle: why the expected packages could not be computed; None if they were.
    """

    root: str
    number: int
    report: Report
    view: View
    obstacle: UsageError | None = None

    @property
    def problem(self) -> str:
        """The message of the obstacle; empty if there is none."""
        return self.obstacle.message if self.obstacle else ""
