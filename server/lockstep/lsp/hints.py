"""Inlay hints: the installed version after each dependency, if it differs from the pin."""

from __future__ import annotations

from lsprotocol import types as lsp

from ..project.dependencies import dependencies_of
from ..project.snapshot import Snapshot
from .convert import range_of
from .markdown import without_icons


def inlay_hints(snapshot: Snapshot, path: str, shown: lsp.Range) -> list[lsp.InlayHint]:
    """The hints for a part of a manifest; empty if the path is not the manifest of a member.

    Args:
        snapshot: the last check of the project.
        path: the absolute path of the manifest.
        shown: the range that the client shows.
    """
    found = [it for it in dependencies_of(snapshot, path) if it.differs]
    return [
        lsp.InlayHint(
            position=range_of(it.range).end,
            label=f"{without_icons(it.installed)} installed" if it.installed else "not installed",
            padding_left=True,
            tooltip=f"{without_icons(it.pinned)} is pinned",
        )
        for it in found
        if shown.start.line <= it.range.end.line <= shown.end.line
    ]
