"""Refusals of a sync, with their messages; nothing is run and nothing is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from .editor import Editor, editor
from .project_factory import ProjectFactory
from .projects import LOCKFILE, MANIFEST, make_project, packages_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with drift, so that a sync would have something to do."""
    return make_project(tmp_path / "app", "idna-3.9", "six-1.17.0")


def full_message(outcome: dict[str, Any]) -> str:
    """The message of a refusal, with its hint."""
    hint = outcome["error"]["hint"]
    return f"{outcome['message']}; {hint}" if hint else str(outcome["message"])


async def refused(it: Editor, command: str = "sync", **table: Any) -> str:
    """The message of a refusal, before which nothing was run."""
    outcome = await it.run(command, **table)
    assert outcome["outcome"] == "refused"
    assert outcome["changes"] == outcome["warnings"] == []
    assert outcome["installer"] == {"command": [], "exit": None, "message": ""}
    return full_message(outcome)


async def refused_by_uv(it: Editor, command: str = "sync", **table: Any) -> str:
    """The message of uv's own refusal: uv was asked, but no sync was run."""
    outcome = await it.run(command, **table)
    assert outcome["outcome"] == "refused"
    assert outcome["changes"] == outcome["warnings"] == []
    assert "--dry-run" in outcome["installer"]["command"]
    return full_message(outcome)


async def test_the_workspace_is_not_trusted(project: Path) -> None:
    async with editor(project, options={"trusted": False}) as it:
        await it.wait_until_idle()
        assert (
            await refused(it, project=str(project))
            == "the workspace is not trusted; trust it first"
        )
        assert await refused(it, "lockAndSync") == "the workspace is not trusted; trust it first"
        assert it.process.children() == []


async def test_a_manifest_is_not_saved(project: Path) -> None:
    async with editor(project) as it:
        it.open(project / "pyproject.toml", f"{MANIFEST}# typed\n")
        why = "pyproject.toml has changes that are not saved; save pyproject.toml first"
        reason = f"app was not synced: {why}"
        assert await refused(it, project=str(project)) == reason
        assert await refused(it, "lockAndSync", project=str(project)) == reason


async def test_a_lockfile_is_not_saved(project: Path) -> None:
    async with editor(project) as it:
        it.open(project / "uv.lock")
        it.type(project / "uv.lock", f"{LOCKFILE}# typed\n")
        reason = "app was not synced: uv.lock has changes that are not saved; save uv.lock first"
        assert await refused(it, project=str(project)) == reason


async def test_an_open_text_with_other_line_ends_is_saved(project: Path) -> None:
    """An editor may show CRLF for a file with LF; only the text is compared."""
    (project / "uv.lock").unlink()
    async with editor(project) as it:
        it.open(project / "pyproject.toml", MANIFEST.replace("\n", "\r\n"))
        reason = "app was not synced: there is no lockfile; `lockstep sync --lock` locks first"
        assert await refused(it, project=str(project)) == reason


async def test_a_manifest_cannot_be_read(project: Path) -> None:
    text = MANIFEST.replace('"idna==3.10"', '"idna=>3"')
    (project / "pyproject.toml").write_text(text)
    async with editor(project) as it:
        message = await refused(it, "lockAndSync", project=str(project))
        assert message.startswith("app was not synced: pyproject.toml:6:5: ")
        (project / "pyproject.toml").write_text(f"{MANIFEST}[tool")
        message = await refused(it, project=str(project))
        assert message.startswith("app was not synced: pyproject.toml:9:")


async def test_a_lockfile_cannot_be_read(project: Path) -> None:
    (project / "uv.lock").write_text(f"<<<<<<< HEAD\n{LOCKFILE}")
    async with editor(project) as it:
        message = await refused(it, project=str(project))
        assert message.startswith("app was not synced: uv.lock:1:1: ")
        assert "conflict" in message


async def test_refusals_have_a_code(factory: ProjectFactory) -> None:
    project = factory.project("shelved>=1")
    factory.write_manifest(project, "shelved>=2")
    async with editor(project, variables=factory.variables) as it:
        stale = await it.run("sync", project=str(project))
        (project / "uv.lock").unlink()
        missing = await it.run("sync", project=str(project))
    codes = [each["error"]["code"] for each in (stale, missing)]
    assert codes == ["lockfile-stale", "lockfile-missing"]


async def test_a_lockfile_is_stale(factory: ProjectFactory) -> None:
    project = factory.project("shelved>=1")
    factory.write_manifest(project, "shelved>=2")
    async with editor(project, variables=factory.variables) as it:
        message = await refused_by_uv(it, project=str(project))
        assert message == (
            "demo was not synced: the lockfile no longer fits pyproject.toml: "
            "`shelved>=2` is not what the lockfile was made for: `shelved>=1`; "
            "`lockstep sync --lock` locks first"
        )


async def test_no_installer_runs_on_an_incomplete_environment(project: Path) -> None:
    """The environment is set aside as a whole; when that sync fails, it is restored."""
    (project / ".venv" / "pyvenv.cfg").unlink()
    before = all_below(project / ".venv")
    async with editor(project) as it:
        outcome = await it.run("sync", project=str(project))
        assert outcome["outcome"] == "refused"
    assert all_below(project / ".venv") == before


def all_below(environment: Path) -> list[Path]:
    """Every path except uv's own `.lock`, which any waiting process creates."""
    return sorted(it for it in environment.rglob("*") if it.name != ".lock")


async def test_an_environment_folder_with_user_data(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app")
    (project / ".venv").rename(tmp_path / "away")
    (project / ".venv").mkdir()
    (project / ".venv" / "letters.txt").write_text("dear")
    async with editor(project) as it:
        message = await refused(it, "addDependency", project=str(project), requirements=["six"])
        assert message.startswith(
            f"app was not changed: {project / '.venv'} is not a Python environment: "
        )
        assert message.endswith("; check what it is and move it elsewhere, then sync")


async def test_the_selection_has_an_unknown_extra(factory: ProjectFactory) -> None:
    project = factory.project("shelved")
    settings = {"selection": {"extras": ["nothing"]}}
    async with editor(project, settings=settings, variables=factory.variables) as it:
        await it.until(lambda: it.status and "nothing" in it.status.message)
        message = await refused_by_uv(it, project=str(project))
        assert (
            message
            == "demo was not synced: extra `nothing` is not in the lockfile; none is defined"
        )


async def test_an_ambiguous_project_is_refused(tmp_path: Path, project: Path) -> None:
    other = make_project(tmp_path / "other", "idna-3.10")
    async with editor(project, other) as it:
        await it.wait_until_idle()
        assert (
            await refused(it) == f"there are several projects: {project}, {other}; name one of them"
        )
    (tmp_path / "none").mkdir()
    async with editor(tmp_path / "none") as it:
        assert await refused(it) == "there is no project here; open a folder with a pyproject.toml"
        nowhere = str(tmp_path / "none")
        assert await refused(it, project=nowhere) == (
            f"there is no pyproject.toml in {nowhere} or above; name a folder of a project"
        )


ARGUMENTS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("sync", {"project": 3}, "`project` must be a string"),
    ("sync", {"project": "app"}, "app is not an absolute path"),
    ("sync", {"project": "untitled:A-1"}, "untitled:A-1 is not an absolute path"),
    ("addDependency", {"requirements": "six"}, "`requirements` must be a list of strings"),
    ("addDependency", {}, "`requirements` must be a list of strings"),
    ("removeDependency", {"names": ["six", None]}, "`names` must be a list of strings"),
    ("addDependency", {"requirements": []}, "no package is named"),
    ("addDependency", {"requirements": ["--index=x"]}, "`--index=x` is not a requirement"),
    ("removeDependency", {"names": ["six"], "group": "-g"}, "`-g` is not the name of a group"),
)


async def test_arguments_of_other_types(project: Path) -> None:
    async with editor(project) as it:
        for command, arguments, message in ARGUMENTS:
            found, _, hint = (await refused(it, command, **arguments)).partition("; ")
            assert (found, bool(hint)) == (message, True)
        with pytest.raises(JsonRpcException, match="`project` must be a string"):
            await it.run("check", project=3)
        params = lsp.ExecuteCommandParams("lockstep.addDependency", [["six"]])
        assert (await it.execute(params))["message"] == "`requirements` must be a list of strings"


async def test_there_is_no_uv(project: Path, tmp_path: Path) -> None:
    settings = {"uvPath": str(tmp_path / "nothing")}
    async with editor(project, settings=settings) as it:
        await it.wait_until_idle()
        assert await refused(it, project=str(project)) == (
            f"app was not synced: the setting lockstep.uvPath names no program: {tmp_path}/nothing"
            "; correct it, or remove it to search PATH for uv"
        )
    assert [it.name for it in packages_of(project).iterdir()]
