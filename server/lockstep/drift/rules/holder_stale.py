"""Programs still run code that a sync has removed from the environment."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "holder-stale"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each such program, at `[project]`."""
    for it in view.code_holders.stale:
        via = f", {it.via}" if it.via else ""
        what = "still runs code that is no longer in the environment"
        message = f"{it.name} (pid {it.pid}{via}) {what}"
        hint = "restart it to run the installed version"
        yield Finding(CODE, message, project_place(view), hint=hint)
