"""Code actions and lenses: no duplicates, only commands that are available, nothing untrusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import Editor, editor
from .project_factory import ProjectFactory
from .projects import LOCKFILE, MANIFEST, make_project, packages_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
CLIENT = {"commands": ["lockstep.select", "lockstep.recreate", "lockstep.repair"]}


async def actions(
    it: Editor, path: Path, only: list[lsp.CodeActionKind] | None = None
) -> list[lsp.CodeAction]:
    """The code actions for all diagnostics of a file."""
    context = lsp.CodeActionContext(list(it.diagnostics(path)), only)
    document = lsp.TextDocumentIdentifier(path.as_uri())
    params = lsp.CodeActionParams(document, WHOLE, context)
    found = await it.client.text_document_code_action_async(params)
    return [each for each in found or () if isinstance(each, lsp.CodeAction)]


async def titles(it: Editor, path: Path) -> list[str]:
    return [each.title for each in await actions(it, path)]


async def lenses(it: Editor, path: Path) -> list[tuple[str, str]]:
    params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(path.as_uri()))
    found = await it.client.text_document_code_lens_async(params)
    return [(each.command.title, each.command.command) for each in found or () if each.command]


async def test_one_action_for_all_findings_that_it_fixes(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "toolz-1.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.until(lambda: it.codes(manifest))
        (sync, *_) = await actions(it, manifest)
        assert sync.title == "Sync environment with lockfile"
        assert sync.is_preferred is True
        assert {each.code for each in sync.diagnostics or ()} == {
            *("package-missing", "package-unexpected", "package-version")
        }
        assert sync.command is not None
        assert sync.command.command == "lockstep.sync"
        assert list(sync.command.arguments or ()) == [{"project": str(project)}]
        assert await lenses(it, manifest) == [
            ("Lockstep: 3 changes, 2 warnings", "lockstep.check"),
            ("Sync", "lockstep.sync"),
        ]
        refactor = [lsp.CodeActionKind.Refactor]
        assert await actions(it, manifest, refactor) == []
        assert await actions(it, manifest, [lsp.CodeActionKind.QuickFix])


async def test_client_commands_are_offered_only_to_capable_clients(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0", "toolz-1.0")
    manifest = project / "pyproject.toml"
    (packages_of(project) / "six-1.17.0.dist-info" / "METADATA").unlink()
    (packages_of(project) / "~dna").mkdir()
    add = "Add toolz to the dependencies"
    async with editor(project) as it:
        await it.until(lambda: len(it.codes(manifest)) == 3)
        sync = "Sync environment with lockfile"
        assert await titles(it, manifest) == ["Repair environment", sync, add, "Check again"]
    async with editor(project, options=CLIENT) as it:
        await it.until(lambda: len(it.codes(manifest)) == 3)
        assert await titles(it, manifest) == [
            "Repair environment",
            "Sync environment with lockfile",
            "Select extras, groups and members…",
            add,
            "Check again",
        ]


async def test_no_action_runs_anything_without_trust(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0", "toolz-1.0")
    manifest = project / "pyproject.toml"
    options = {**CLIENT, "trusted": False}
    async with editor(project, options=options) as it:
        await it.until(lambda: it.codes(manifest))
        assert await titles(it, manifest) == [
            "Select extras, groups and members…",
            "Add toolz to the dependencies",
            "Check again",
        ]
        assert await lenses(it, manifest) == [("Lockstep: 2 changes, 1 warning", "lockstep.check")]
        assert (await it.state(project))["trusted"] is False


async def test_a_stale_or_missing_lockfile_is_locked_first(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0")
    manifest = project / "pyproject.toml"
    (project / "pyproject.toml").write_text(MANIFEST.replace("six>=1.16", "six>=1.17"))
    async with editor(project) as it:
        await it.until(lambda: "lockfile-stale" in it.codes(manifest))
        (lock, _) = await actions(it, manifest)
        assert lock.title == "Lock and Sync"
        assert {each.code for each in lock.diagnostics or ()} == {
            *("lockfile-stale", "package-version")
        }
        assert (await lenses(it, manifest))[1] == ("Lock and Sync", "lockstep.lockAndSync")
        (project / "uv.lock").unlink()
        await it.until(lambda: it.codes(manifest) == ["lockfile-missing"])
        assert await titles(it, manifest) == ["Lock and Sync", "Check again"]
        assert (await lenses(it, manifest))[1] == ("Lock and Sync", "lockstep.lockAndSync")


async def test_no_lens_without_drift(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.wait_until_idle()
        state = ("Lockstep: in step, 2 packages", "lockstep.check")
        assert await lenses(it, manifest) == [state]
        (project / ".venv" / "pyvenv.cfg").rename(project / "pyvenv.cfg")
        await it.until(lambda: it.codes(manifest) == ["environment-incomplete"])
        # An incomplete environment is set aside as a whole first, so a sync is allowed.
        assert (await lenses(it, manifest))[1] == ("Sync", "lockstep.sync")
        (project / "pyvenv.cfg").rename(project / ".venv" / "pyvenv.cfg")
        it.save(project / "uv.lock", f"<<<<<<< HEAD\n{LOCKFILE}")
        await it.until(lambda: it.codes(project / "uv.lock") == ["lockfile-unreadable"])
        assert (await lenses(it, manifest))[1] == ("Lock and Sync", "lockstep.lockAndSync")
        assert await titles(it, project / "uv.lock") == ["Lock and Sync", "Check again"]


async def test_the_state_has_packages_and_choices(factory: ProjectFactory) -> None:
    more = (
        "default-groups = ['dev', 'lint']\n"
        '\n[project.optional-dependencies]\nmore = ["other"]\n'
        '\n[dependency-groups]\ndev = ["shelved"]\nlint = []\ndocs = ["other"]\n'
    )
    project = factory.project("shelved==1.0", more=more)
    factory.uv(project, "sync", "--group", "docs")
    async with editor(project, variables=factory.variables) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        state = await it.state(project)
        assert state["packages"] == [
            {
                "name": "other",
                "pinned": None,
                "installed": "1.0",
                "direct": True,
                "in": ["extra more", "group docs"],
            },
            {
                "name": "shelved",
                "pinned": "1.0",
                "installed": "1.0",
                "direct": True,
                "in": ["dependencies", "group dev"],
            },
        ]
        assert state["choices"] == {
            "extras": ["more"],
            "groups": ["dev", "docs", "lint"],
            "members": ["demo"],
            "default_groups": ["dev", "lint"],
        }
        assert state["trusted"] is True
