"""Differences between clients: position encodings, registration, and disabled features."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any, cast

import pytest
from lsprotocol import types as lsp
from pytest_lsp import client_capabilities

from .editor import Editor, editor
from .projects import LOCKFILE, MANIFEST, make_project

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
ASTRAL = MANIFEST.replace('    "idna==3.10",', "    \"six>=1.16 ; '😀' != 'x'\", \"idna==3.10\",")
ENCODINGS = [
    [lsp.PositionEncodingKind.Utf8, lsp.PositionEncodingKind.Utf16],
    [lsp.PositionEncodingKind.Utf32],
    [lsp.PositionEncodingKind.Utf16],
]


def document(path: Path) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(path.as_uri())


@pytest.mark.parametrize("encodings", ENCODINGS)
async def test_every_position_counts_utf16_units(
    tmp_path: Path, encodings: list[lsp.PositionEncodingKind | str]
) -> None:
    """Whatever encodings the client lists: every client supports UTF-16."""
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0", "toolz-1.0")
    manifest = project / "pyproject.toml"
    manifest.write_text(ASTRAL, encoding="utf-8")
    line = ASTRAL.splitlines()[5]
    before = len(line[: line.index('"idna')].encode("utf-16-le")) // 2
    span = lsp.Range(lsp.Position(5, before), lsp.Position(5, before + len('"idna==3.10"')))
    capabilities = client_capabilities("visual-studio-code")
    capabilities.general = lsp.GeneralClientCapabilities(position_encodings=encodings)
    async with editor(project, capabilities=capabilities) as it:
        assert it.answer.capabilities.position_encoding == lsp.PositionEncodingKind.Utf16
        await it.until(lambda: "package-version" in it.codes(manifest))
        found = {each.code: each for each in it.diagnostics(manifest)}
        assert found["package-version"].range == span
        at = lsp.HoverParams(document(manifest), span.end)
        hover = await it.client.text_document_hover_async(at)
        assert hover is not None
        assert hover.range == span
        params = lsp.InlayHintParams(document(manifest), WHOLE)
        (hint,) = await it.client.text_document_inlay_hint_async(params) or ()
        assert hint.position == span.end
        await _check_edit_position(it, manifest)


async def _check_edit_position(it: Editor, manifest: Path) -> None:
    """The edit of an action is at the right position after other text in the line, also emoji."""
    text = ASTRAL.replace(',\n    "six>=1.16",', "")
    it.open(manifest, text)
    line = text.splitlines()[5]
    await it.until(lambda: "package-unexpected" in it.codes(manifest))
    context = lsp.CodeActionContext(list(it.diagnostics(manifest)))
    params = lsp.CodeActionParams(document(manifest), WHOLE, context)
    found = await it.client.text_document_code_action_async(params)
    (edit,) = (each.edit for each in found or () if isinstance(each, lsp.CodeAction) and each.edit)
    (change,) = (edit.changes or {})[manifest.as_uri()]
    end = len(line.rstrip(",").encode("utf-16-le")) // 2
    assert change.range.start.character in (end, end + 1)


async def test_watched_files_are_registered_where_that_is_possible(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    async with editor(project) as it:
        await it.until(lambda: it.registered)
        registration, settings = it.registered
        assert registration.method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        assert settings.method == lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
        options = cast(dict[str, Any], registration.register_options)
        patterns = [each["globPattern"] for each in options["watchers"]]
        assert patterns == ["**/pyproject.toml", "**/uv.lock", "**/uv.toml", "**/.python-version*"]
        (project / "uv.lock").write_text(LOCKFILE.replace("1.17.0", "1.16.0"))
        changed = lsp.FileEvent((project / "uv.lock").as_uri(), lsp.FileChangeType.Changed)
        it.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["package-version"])
    async with editor(project, capabilities=lsp.ClientCapabilities()) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        assert it.registered == []


async def test_hints_and_lenses_are_refreshed_when_they_change(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace is not None
    capabilities.workspace.inlay_hint = lsp.InlayHintWorkspaceClientCapabilities(
        refresh_support=True
    )
    capabilities.workspace.code_lens = lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True)
    async with editor(project, capabilities=capabilities) as it:
        await it.until(lambda: it.refreshed["lens"] == 1)
        await it.wait_until_idle()
        it.save(project / "uv.lock", LOCKFILE.replace("1.17.0", "1.16.0"))
        await it.until(lambda: it.refreshed["lens"] == 2)
        assert it.refreshed["hint"] == 2


async def test_disabled_features_are_not_shown(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.until(lambda: it.codes(manifest) == ["package-version"])
        it.set({"inlayHints": False, "codeLens": False, "enable": False})
        await it.until(lambda: it.codes(manifest) == [])
        params = lsp.InlayHintParams(document(manifest), WHOLE)
        assert not await it.client.text_document_inlay_hint_async(params)
        lenses = lsp.CodeLensParams(document(manifest))
        assert not await it.client.text_document_code_lens_async(lenses)
        it.set({})
        await it.until(lambda: it.codes(manifest) == ["package-version"])
        assert await it.client.text_document_inlay_hint_async(params)
        assert await it.client.text_document_code_lens_async(lenses)


async def test_a_folder_that_is_deleted_or_renamed_on_the_disk(tmp_path: Path) -> None:
    """The client sends no notification; the server polls."""
    deleted = make_project(tmp_path / "all" / "deleted", "idna-3.10")
    renamed = make_project(tmp_path / "all" / "renamed", "idna-3.10")
    capabilities = lsp.ClientCapabilities()
    async with editor(tmp_path / "all", capabilities=capabilities) as it:
        for project in (deleted, renamed):
            await it.until(lambda it_=project: it.codes(it_ / "pyproject.toml"))  # type: ignore[misc]
        shutil.rmtree(deleted)
        renamed.rename(tmp_path / "all" / "other")
        await it.until(lambda: not it.codes(deleted / "pyproject.toml"))
        await it.until(lambda: not it.codes(renamed / "pyproject.toml"))
        it.change_folders(added=[tmp_path / "all" / "other"])
        await it.until(lambda: it.codes(tmp_path / "all" / "other" / "pyproject.toml"))


async def test_overlapping_requests_are_all_answered(tmp_path: Path) -> None:
    """Requests of all kinds while the text changes."""
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0", "toolz-1.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.until(lambda: it.codes(manifest))
        it.open(manifest)
        asking = []
        for number in range(25):
            it.type(manifest, f"{MANIFEST}# {number}\n")
            context = lsp.CodeActionContext(list(it.diagnostics(manifest)))
            actions = lsp.CodeActionParams(document(manifest), WHOLE, context)
            hover = lsp.HoverParams(document(manifest), lsp.Position(5, 8))
            hints = lsp.InlayHintParams(document(manifest), WHOLE)
            lenses = lsp.CodeLensParams(document(manifest))
            asking += [
                it.client.text_document_hover_async(hover),
                it.client.text_document_inlay_hint_async(hints),
                it.client.text_document_code_lens_async(lenses),
                it.client.text_document_code_action_async(actions),
                it.state(project),
            ]
        answers = await asyncio.gather(*asking)
        assert len(answers) == 125
        assert all(answers)
