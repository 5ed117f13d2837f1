"""Inlay hints: the installed version behind each dependency, where it differs from the pin."""

from __future__ import annotations

from lsprotocol import types as lsp

from ..session.facts import facts_of
from ..session.snapshot import Snapshot
from .convert import range_of


def inlay_hints(snapshot: Snapshot, path: str, shown: lsp.Range) -> list[lsp.InlayHint]:
    """Those in the range that the client shows."""
    hints = []
    for facts in facts_of(snapshot, path):
        place = range_of(facts.range)
        if facts.differs and shown.start.line <= place.end.line <= shown.end.line:
            hints.append(
                lsp.InlayHint(
                    position=place.end,
                    label=f"{facts.installed} installed",
                    padding_left=True,
                    tooltip=f"{facts.pinned} is pinned",
                )
            )
    return hints
