"""Code actions: the fixes of the findings at a place, as commands and edits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from ..model.intent import Intent
from ..operations.preconditions import expected_refusal
from ..project.edits import Edit, add_dependency_edits, set_link_mode_edits
from ..project.snapshot import Snapshot
from .convert import range_of, uri_of
from .protocol import (
    CHECK,
    FREE,
    HARMLESS,
    LOCK_AND_SYNC,
    RECREATE,
    REPAIR,
    SELECT,
    SHOW_HOLDERS,
    SYNC,
)


class _Fix(NamedTuple):
    title: str
    command: str


_SYNC = _Fix("Sync environment with lockfile", SYNC)
_LOCK = _Fix("Lock and Sync", LOCK_AND_SYNC)
_FIXES: dict[str, tuple[_Fix, ...]] = {
    "sync": (_SYNC, _LOCK),
    "lock-and-sync": (_LOCK,),
    "lock": (_LOCK,),
    "recreate": (_Fix("Recreate environment", RECREATE),),
    # A sync also reinstalls damaged packages.
    "repair": (_Fix("Repair environment", REPAIR), _SYNC, _LOCK),
    "select": (_Fix("Select extras, groups and members…", SELECT),),
    "free": (_Fix("Free held files", FREE),),
    # A program is ended only after the user has agreed, and only a client can ask the user.
    "restart-holder": (_Fix("Show programs that run old code…", SHOW_HOLDERS),),
}
"""The commands for each fix id, the best first."""

_EDITS = {"add-dependency": add_dependency_edits, "set-link-mode": set_link_mode_edits}
"""The fix ids that are edits of the manifest."""


def code_actions(
    snapshot: Snapshot, params: lsp.CodeActionParams, commands: Collection[str], *, trusted: bool
) -> list[lsp.CodeAction]:
    """The quick fixes for Lockstep's diagnostics at a place, each once, and "Check again".

    Empty without such diagnostics, or if the client wants no quick fixes. A command that would be
    refused is not offered.

    Args:
        snapshot: the last check of the project.
        params: the diagnostics at the place, and the wanted kinds of actions.
        commands: the commands that the server or the client handles.
        trusted: False to offer only actions that run no program.
    """
    ours = [it for it in params.context.diagnostics if it.source == "lockstep"]
    if not ours or not _is_wanted(params.context.only):
        return []
    usable = {it for it in commands if trusted or it in HARMLESS} - _refused(snapshot)
    actions: dict[str, lsp.CodeAction] = {}
    for diagnostic in ours:
        for action in _actions(snapshot, diagnostic, usable):
            # Several findings may have the same fix.
            known = actions.setdefault(action.title, action)
            known.diagnostics = [*(known.diagnostics or ()), diagnostic]
    return [*actions.values(), _command_action(_Fix("Check again", CHECK), snapshot)]


def _refused(snapshot: Snapshot) -> set[str]:
    view, obstacle = snapshot.view, snapshot.obstacle
    asked = {SYNC: Intent(), LOCK_AND_SYNC: Intent("lock")}
    return {
        command for command, intent in asked.items() if expected_refusal(view, obstacle, intent)
    }


def _is_wanted(kinds: Collection[lsp.CodeActionKind | str] | None) -> bool:
    quick = str(lsp.CodeActionKind.QuickFix.value)
    return not kinds or any(quick == it or quick.startswith(f"{it}.") for it in kinds)


def _actions(
    snapshot: Snapshot, diagnostic: lsp.Diagnostic, usable: Collection[str]
) -> Iterator[lsp.CodeAction]:
    fixes = {it.code: it.fixes for it in snapshot.report.findings}
    for name in fixes.get(str(diagnostic.code), ()):
        fix = next((it for it in _FIXES.get(name, ()) if it.command in usable), None)
        if fix is not None:
            yield _command_action(fix, snapshot)
        elif name in _EDITS:
            yield from map(_edit_action, _EDITS[name](snapshot))


def _edit_action(edit: Edit) -> lsp.CodeAction:
    change = lsp.TextEdit(range_of(edit.range), edit.text)
    return lsp.CodeAction(
        title=edit.title,
        kind=lsp.CodeActionKind.QuickFix,
        edit=lsp.WorkspaceEdit(changes={uri_of(edit.path): [change]}),
    )


def _command_action(fix: _Fix, snapshot: Snapshot) -> lsp.CodeAction:
    command = lsp.Command(fix.title, fix.command, arguments=[{"project": snapshot.root}])
    return lsp.CodeAction(
        title=fix.title,
        kind=lsp.CodeActionKind.QuickFix,
        command=command,
        is_preferred=True if fix is _SYNC else None,
    )
