"""What a handler may see of a project: the result of its last check, immutable."""

from __future__ import annotations

from typing import NamedTuple

from ..drift.view import View
from ..model.report import Report


class Snapshot(NamedTuple):
    """One ended check. `problem` says in words why nothing could be computed."""

    root: str
    number: int
    report: Report
    view: View
    problem: str = ""
