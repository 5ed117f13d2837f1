"""Each feature once, on the server as a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import editor
from .projects import MANIFEST, make_project, packages_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))


async def test_findings_are_diagnostics_at_their_lines(tmp_path: Path) -> None:
    manifest = make_project(tmp_path / "app", "idna-3.9") / "pyproject.toml"
    async with editor(manifest.parent) as it:
        await it.until(lambda: it.codes(manifest))
        found = {str(each.code): each for each in it.diagnostics(manifest)}
        assert found.keys() == {"package-missing", "package-version"}
        version = found["package-version"]
        assert version.range == lsp.Range(lsp.Position(5, 4), lsp.Position(5, 16))
        assert version.source == "lockstep"
        assert version.severity == lsp.DiagnosticSeverity.Warning
        assert version.code_description is not None
        assert version.code_description.href.endswith("findings.md#package-version")
        related = version.related_information or ()
        assert [each.location.uri for each in related] == [(manifest.parent / "uv.lock").as_uri()]


async def test_hover_shows_a_package(tmp_path: Path) -> None:
    manifest = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0") / "pyproject.toml"
    async with editor(manifest.parent) as it:
        await it.until(lambda: it.codes(manifest))
        document = lsp.TextDocumentIdentifier(manifest.as_uri())
        at = lsp.HoverParams(document, lsp.Position(5, 8))
        hover = await it.client.text_document_hover_async(at)
        assert hover is not None
        assert isinstance(hover.contents, lsp.MarkupContent)
        assert "pinned: 3.10 from an index" in hover.contents.value
        assert "installed: 3.9 from an index" in hover.contents.value
        beside = lsp.HoverParams(document, lsp.Position(0, 0))
        assert await it.client.text_document_hover_async(beside) is None


async def test_hints_lens_and_actions(tmp_path: Path) -> None:
    manifest = make_project(tmp_path / "app", "idna-3.9", "toolz-1.0") / "pyproject.toml"
    async with editor(manifest.parent) as it:
        await it.until(lambda: it.codes(manifest))
        document = lsp.TextDocumentIdentifier(manifest.as_uri())
        hints = await it.client.text_document_inlay_hint_async(lsp.InlayHintParams(document, WHOLE))
        assert [(hint.position, hint.label) for hint in hints or ()] == [
            (lsp.Position(5, 16), "3.9 installed"),
            (lsp.Position(6, 15), "not installed"),
        ]
        lenses = await it.client.text_document_code_lens_async(lsp.CodeLensParams(document))
        assert [lens.command.title for lens in lenses or () if lens.command] == [
            "Lockstep: 3 changes, 2 warnings",
            "Sync",
        ]
        context = lsp.CodeActionContext(list(it.diagnostics(manifest)))
        params = lsp.CodeActionParams(document, WHOLE, context)
        actions = await it.client.text_document_code_action_async(params)
        assert [action.title for action in actions or ()] == [
            "Sync environment with lockfile",
            "Add toolz to the dependencies",
            "Check again",
        ]


async def test_the_action_adds_the_dependency_in_the_layout_of_the_list(tmp_path: Path) -> None:
    manifest = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0", "toolz-1.0")
    manifest = manifest / "pyproject.toml"
    async with editor(manifest.parent) as it:
        await it.until(lambda: it.codes(manifest))
        context = lsp.CodeActionContext(list(it.diagnostics(manifest)))
        document = lsp.TextDocumentIdentifier(manifest.as_uri())
        params = lsp.CodeActionParams(document, WHOLE, context)
        (_, second, _) = await it.client.text_document_code_action_async(params) or ()
        assert isinstance(second, lsp.CodeAction)
        assert second.edit is not None
        (edit,) = (second.edit.changes or {})[manifest.as_uri()]
        assert edit.range.start == edit.range.end == lsp.Position(6, 16)
        assert edit.new_text == '\n    "toolz>=1.0",'


async def test_commands_and_state(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    async with editor(project) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        command = lsp.ExecuteCommandParams("lockstep.check", [project.as_uri()])
        await it.client.workspace_execute_command_async(command)
        assert (await it.state(project))["in_step"] is False


async def test_settings_of_the_editor_apply(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9")
    settings = {"severity": {"package-version": "error"}, "ignore": ["package-missing"]}
    async with editor(project, settings=settings) as it:
        manifest = project / "pyproject.toml"
        await it.until(lambda: it.codes(manifest) == ["package-version"])
        (found,) = it.diagnostics(manifest)
        assert found.severity == lsp.DiagnosticSeverity.Error


async def test_positions_behind_astral_characters_are_in_utf16(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0")
    text = MANIFEST.replace(
        '    "idna==3.10",', '    "six>=1.16 ; \'😀\' != sys_platform", "idna==3.10",'
    )
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    async with editor(project) as it:
        manifest = project / "pyproject.toml"
        await it.until(lambda: "package-version" in it.codes(manifest))
        (found,) = (each for each in it.diagnostics(manifest) if each.code == "package-version")
        line = text.splitlines()[5]
        start = len(line[: line.index('"idna')].encode("utf-16-le")) // 2
        assert found.range.start == lsp.Position(5, start)


async def test_an_installation_in_a_terminal_is_noticed(tmp_path: Path) -> None:
    from ..environments import make_dist_info

    project = make_project(tmp_path / "app", "idna-3.10")
    async with editor(project) as it:
        manifest = project / "pyproject.toml"
        await it.until(lambda: it.codes(manifest) == ["package-missing"])
        make_dist_info(packages_of(project), "six-1.17.0")
        await it.until(lambda: not it.codes(manifest))


async def test_missing_files_are_found_in_the_background(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    record = packages_of(project) / "six-1.17.0.dist-info" / "RECORD"
    record.write_text("six.py,,\n", encoding="utf-8")
    async with editor(project) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["package-damaged"])
