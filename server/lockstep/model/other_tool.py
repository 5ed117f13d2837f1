"""A project that another tool than uv manages."""

from __future__ import annotations

from typing import NamedTuple


class OtherTool(NamedTuple):
    """The tool by its name, what shows it, and its own command for a sync; empty for none."""

    name: str
    shown_by: str
    command: str = ""

    @property
    def message(self) -> str:
        """Why Lockstep does nothing here."""
        if not self.name:
            return f"uv does not manage this project: {self.shown_by}"
        return f"this is a project of {self.name} ({self.shown_by}), not of uv"

    @property
    def hint(self) -> str:
        """What to do instead."""
        return f"use its own command: `{self.command}`" if self.command else ""
