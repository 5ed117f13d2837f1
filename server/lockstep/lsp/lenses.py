"""The code lens on `[project]`: the state in one line."""

from __future__ import annotations

from lsprotocol import types as lsp

from ..session.facts import state_line
from ..session.snapshot import Snapshot
from .convert import range_of
from .protocol import CHECK


def code_lenses(snapshot: Snapshot, path: str) -> list[lsp.CodeLens]:
    """One for the manifest that the project was checked from, none for others."""
    member = snapshot.view.project.current_member
    if member.manifest_path != path:
        return []
    title = f"Lockstep: {state_line(snapshot)}"
    command = lsp.Command(title=title, command=CHECK, arguments=[snapshot.root])
    return [lsp.CodeLens(range=range_of(member.manifest.project_range), command=command)]
