"""The code lenses on `[project]`: the state in one line, and the command that repairs it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from ..operations.preconditions import offered
from ..project.dependencies import state_line
from ..project.snapshot import Snapshot
from .convert import range_of
from .markdown import without_icons
from .protocol import CHECK, LOCK_AND_SYNC, SYNC

_OFFERS = {"sync": ("Sync", SYNC), "lock": ("Lock and Sync", LOCK_AND_SYNC)}


def code_lenses(snapshot: Snapshot, path: str, *, trusted: bool) -> list[lsp.CodeLens]:
    """The lenses of the current member's manifest; none for other files.

    Args:
        snapshot: the last check of the project.
        path: the absolute path of the file.
        trusted: False to offer no command that runs a program.
    """
    member = snapshot.view.project.current_member
    if member.manifest_path != path:
        return []
    place = range_of(member.manifest.project_range)
    arguments = [{"project": snapshot.root}]
    return [
        lsp.CodeLens(place, command=lsp.Command(title, command, arguments=arguments))
        for title, command in _lenses(snapshot, trusted=trusted)
    ]


def _lenses(snapshot: Snapshot, *, trusted: bool) -> Iterator[tuple[str, str]]:
    yield f"Lockstep: {without_icons(state_line(snapshot))}", CHECK
    intent = offered(snapshot.view, snapshot.obstacle) if trusted else None
    if intent is not None:
        yield _OFFERS[intent.kind]
