"""Code actions: the fixes of the findings at a place, as edits and commands.

Fixes that start an installer belong to the sync; until then the client offers them.
"""

from __future__ import annotations

from lsprotocol import types as lsp

from ..session.edits import Edit, add_dependency_edits
from ..session.snapshot import Snapshot
from .convert import range_of, uri_of
from .protocol import CHECK


def code_actions(snapshot: Snapshot, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about our diagnostics in the range that was asked for."""
    ours = [it for it in params.context.diagnostics if it.source == "lockstep"]
    actions = [
        _edit_action(edit, it)
        for it in ours
        if it.code == "package-unexpected"
        for edit in add_dependency_edits(snapshot)
    ]
    return [*actions, _check_action(snapshot)] if ours else []


def _edit_action(edit: Edit, diagnostic: lsp.Diagnostic) -> lsp.CodeAction:
    change = lsp.TextEdit(range_of(edit.range), edit.text)
    return lsp.CodeAction(
        title=edit.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        edit=lsp.WorkspaceEdit(changes={uri_of(edit.path): [change]}),
    )


def _check_action(snapshot: Snapshot) -> lsp.CodeAction:
    title = "Check again"
    command = lsp.Command(title=title, command=CHECK, arguments=[snapshot.root])
    return lsp.CodeAction(title=title, kind=lsp.CodeActionKind.QuickFix, command=command)
