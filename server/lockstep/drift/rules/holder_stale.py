"""Programs that still run code which a sync has taken out of the environment."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "holder-stale"


def find(view: View) -> Iterator[Finding]:
    """One for each program, at `[project]`."""
    for it in view.code_holders.stale:
        via = f", {it.via}" if it.via else ""
        what = "still runs code that is no longer in the environment"
        message = f"{it.name} (pid {it.pid}{via}) {what}"
        hint = "restart it, and it runs what is installed now"
        yield Finding(CODE, message, project_place(view), hint=hint)
