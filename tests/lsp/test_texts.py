"""Unsaved texts, saved files, and folders that are added and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import editor
from .projects import LOCKFILE, MANIFEST, make_project

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

STALE = MANIFEST.replace("six>=1.16", "six>=1.17")


async def test_an_unsaved_text_is_checked_until_it_is_closed(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.wait_until_idle()
        it.open(manifest)
        it.type(manifest, STALE)
        await it.until(lambda: it.codes(manifest) == ["lockfile-stale"])
        it.close(manifest)
        await it.until(lambda: not it.codes(manifest))


async def test_a_broken_text_while_typing_is_one_finding_and_then_none(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        it.open(manifest, MANIFEST + "[tool")
        await it.until(lambda: it.codes(manifest) == ["manifest-unreadable"])
        it.type(manifest, MANIFEST)
        await it.until(lambda: not it.codes(manifest))


async def test_of_overlapping_changes_the_last_one_wins(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        it.open(manifest)
        for number in range(60):
            it.type(manifest, MANIFEST.replace("six>=1.16", f"six>=1.{number}"))
        it.type(manifest, MANIFEST.replace("idna==3.10", "idna==3.11"))
        await it.until(
            lambda: any("idna==3.11" in each.message for each in it.diagnostics(manifest))
        )
        assert len(it.diagnostics(manifest)) == 1


async def test_a_saved_lockfile_is_read(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    async with editor(project) as it:
        await it.wait_until_idle()
        it.save(project / "uv.lock", LOCKFILE.replace("1.17.0", "1.16.0"))
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["package-version"])
        it.save(project / "uv.lock", "<<<<<<< HEAD\n" + LOCKFILE)
        await it.until(lambda: it.codes(project / "uv.lock") == ["lockfile-unreadable"])


async def test_diagnostics_are_published_only_when_they_change(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        await it.until(lambda: it.codes(manifest))
        for number in range(5):
            it.save(manifest, f"{MANIFEST}# {number}\n")
        it.save(project / "uv.lock", LOCKFILE.replace("1.17.0", "1.18.0"))
        await it.until(lambda: any("1.18.0" in each.message for each in it.diagnostics(manifest)))
        assert len(it.published) == 2


async def test_folders_are_added_and_removed(tmp_path: Path) -> None:
    one = make_project(tmp_path / "one", "idna-3.10")
    two = make_project(tmp_path / "two", "idna-3.10")
    async with editor(one) as it:
        await it.until(lambda: it.codes(one / "pyproject.toml"))
        it.change_folders(added=[two])
        await it.until(lambda: it.codes(two / "pyproject.toml"))
        it.change_folders(removed=[one])
        await it.until(lambda: not it.codes(one / "pyproject.toml"))
        assert it.codes(two / "pyproject.toml")


async def test_a_project_that_is_moved_is_forgotten(tmp_path: Path) -> None:
    project = make_project(tmp_path / "all" / "app", "idna-3.10")
    async with editor(tmp_path / "all") as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        moved = tmp_path / "all" / "moved"
        shutil.move(project, moved)
        created = lsp.FileEvent((moved / "pyproject.toml").as_uri(), lsp.FileChangeType.Created)
        it.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([created]))
        await it.until(lambda: it.codes(moved / "pyproject.toml"))
        await it.until(lambda: not it.codes(project / "pyproject.toml"))


async def test_fifty_projects_in_one_workspace(tmp_path: Path) -> None:
    projects = [make_project(tmp_path / "all" / f"p{it:02}", "idna-3.10") for it in range(50)]
    async with editor(tmp_path / "all") as it:
        await it.until(lambda: all(it.codes(each / "pyproject.toml") for each in projects))
        assert len(it.published) == 50


async def test_a_nested_project_has_findings_of_its_own(tmp_path: Path) -> None:
    outer = make_project(tmp_path / "outer", "idna-3.10", "six-1.17.0")
    inner = make_project(outer / "examples" / "inner", "idna-3.10")
    async with editor(outer) as it:
        await it.until(lambda: it.codes(inner / "pyproject.toml") == ["package-missing"])
        assert it.codes(outer / "pyproject.toml") == []


async def test_each_folder_of_a_workspace_has_its_own_settings(tmp_path: Path) -> None:
    quiet, plain = (
        make_project(tmp_path / name, "idna-3.9", "six-1.17.0") for name in ("quiet", "plain")
    )
    async with editor(quiet, plain) as it:
        await it.until(lambda: it.codes(quiet / "pyproject.toml") == ["package-version"])
        it.set({"ignore": ["package-version"]}, folder=quiet)
        await it.until(lambda: it.codes(quiet / "pyproject.toml") == [])
        await it.wait_until_idle()
        assert it.codes(plain / "pyproject.toml") == ["package-version"]
