"""The fixes for an executable that is hard-linked to another environment: an edit, and `free`."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from lockstep.drift.fixes import FIXES
from lockstep.lsp.actions import _EDITS, _FIXES, code_actions
from lockstep.lsp.convert import diagnostic_of
from lockstep.lsp.protocol import COMMANDS
from lockstep.model.holder import CodeHolders, Holder, Shared
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.snapshot import Snapshot

from .projects import MANIFEST, make_project

FREE, AGAIN = "Free held files", "Check again"
COPY = "Make uv copy files instead of linking"
WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
pytestmark = pytest.mark.usefixtures("simulated_linux")


def checked(project: Path, manifest: str) -> Snapshot:
    """A check of a project with a ruff that also runs in another environment."""
    (project / "pyproject.toml").write_bytes(manifest.encode())
    holder = Holder(4711, "ruff", "ruff server", 1.0, "image", ())
    found = CodeHolders(shared=(Shared(str(project / ".venv" / "bin" / "ruff"), holder),))
    request = CheckRequest(str(project), find_code_holders=lambda _: found)
    return Snapshot(str(project), 1, *Checker({}).check(request))


def offered_actions(snapshot: Snapshot, *, trusted: bool = True) -> list[lsp.CodeAction]:
    found = [it for it in snapshot.report.findings if it.code == "link-shared"]
    assert len(found) == 1
    context = lsp.CodeActionContext([diagnostic_of(it, "") for it in found])
    document = lsp.TextDocumentIdentifier("file:///x")
    params = lsp.CodeActionParams(document, WHOLE, context)
    return code_actions(snapshot, params, COMMANDS, trusted=trusted)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MANIFEST, f'{MANIFEST}\n[tool.uv]\nlink-mode = "copy"\n'),
        (MANIFEST[:-1], f'{MANIFEST}\n[tool.uv]\nlink-mode = "copy"\n'),
        (f"{MANIFEST}[tool.uv]", f'{MANIFEST}[tool.uv]\nlink-mode = "copy"\n'),
        (
            f"{MANIFEST}\n[tool.uv] # of ours\npackage = false\n",
            f'{MANIFEST}\n[tool.uv] # of ours\nlink-mode = "copy"\npackage = false\n',
        ),
        (
            MANIFEST.replace("\n", "\r\n"),
            MANIFEST.replace("\n", "\r\n") + '\r\n[tool.uv]\r\nlink-mode = "copy"\r\n',
        ),
        (
            f"{MANIFEST}[tool.uv.sources]\n",
            f'{MANIFEST}[tool.uv.sources]\n\n[tool.uv]\nlink-mode = "copy"\n',
        ),
        (f'{MANIFEST}[tool.uv]\nlink-mode = "hardlink"\n', ""),
        (f"{MANIFEST}[tool]\nuv.package = false\n", ""),
        (f"{MANIFEST}[tool]\nuv = {{package = false}}\n", ""),
    ],
)
def test_the_edit_sets_link_mode_copy(project: Path, before: str, after: str) -> None:
    """The edit is offered only where it fits the manifest and the key is not set yet."""
    snapshot = checked(project, before)
    actions = offered_actions(snapshot)
    edits = [it for it in actions if it.edit]
    if edits and edits[0].edit and edits[0].edit.changes:
        (edit,) = next(iter(edits[0].edit.changes.values()))
        lines = before.splitlines(keepends=True)
        at = edit.range.start
        position = sum(map(len, lines[: at.line])) + at.character
        before = before[:position] + edit.new_text + before[position:]
    titles = [it.title for it in actions]
    assert titles == ([COPY, FREE, AGAIN] if edits else [FREE, AGAIN])
    assert (before if edits else "") == after


def test_without_trust_only_the_edit_is_offered(project: Path) -> None:
    titles = [it.title for it in offered_actions(checked(project, MANIFEST), trusted=False)]
    assert titles == [COPY, AGAIN]


def test_every_fix_of_a_finding_has_an_action() -> None:
    assert {it for fixes in FIXES.values() for it in fixes} <= _FIXES.keys() | _EDITS.keys()
