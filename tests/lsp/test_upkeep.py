"""Free, sweep and delete: in a thread, with progress and refusals, and with a check afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from ..held.conftest import shim
from .editor import editor
from .holding import holding
from .projects import packages_of

__all__ = ["shim"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="what is held here is mapped as on POSIX"),
]


@pytest.fixture
def state(tmp_path: Path) -> dict[str, str]:
    return {"XDG_STATE_HOME": str(tmp_path / "state")}


async def test_free_and_sweep(project: Path, state: dict[str, str], shim: Path) -> None:
    """Under Windows' rules for held files."""
    six = packages_of(project) / "six.py"
    rules = {"LD_PRELOAD": str(shim), "HELD_RULES": os.devnull}
    async with editor(project, variables={**state, **rules}) as it:
        with holding(six) as holder:
            freed = await it.run("free", project=str(project))
            message = f"Freed {project / '.venv'}: 1 held file swapped"
            assert (freed["outcome"], freed["message"]) == ("done", message)
            assert freed["swapped"] == [str(six)]
            assert [each["pid"] for each in freed["holders"]] == [holder.pid]
            held = await it.run("sweep", project=str(project))
            assert [each["pid"] for each in held["holders"]] == [holder.pid]
            assert holder.is_running
        swept = await it.run("sweep", project=str(project))
        assert swept["message"] == "No set-aside files are left"
        assert not (project / ".lockstep").exists()


async def test_nothing_is_held(project: Path, state: dict[str, str]) -> None:
    async with editor(project, variables=state) as it:
        freed = await it.run("free")
        message = f"Nothing to free: every file of {project / '.venv'} can be deleted"
        assert (freed["outcome"], freed["message"]) == ("nothing", message)


async def test_delete(project: Path, state: dict[str, str]) -> None:
    """The progress has a title and the phase; a check comes before the answer."""
    async with editor(project, variables=state) as it:
        await it.wait_until_idle()
        it.client.progress_reports["mine"] = []
        with holding(packages_of(project) / "six.py") as holder:
            params = lsp.ExecuteCommandParams("lockstep.delete", [str(project)], "mine")
            outcome = await it.execute(params)
            assert outcome["message"] == f"Deleted {project / '.venv'}"
            assert holder.is_running
        assert it.codes(project / "pyproject.toml") == ["environment-missing"]
        begin, *_, end = it.client.progress_reports.pop("mine")
        assert isinstance(begin, lsp.WorkDoneProgressBegin)
        assert begin.title == "Deleting the environment of app"
        assert (begin.message, begin.cancellable) == ("setting it aside", False)
        assert isinstance(end, lsp.WorkDoneProgressEnd)
        assert end.message == outcome["message"]
        assert not (project / ".venv").exists()
        again = await it.run("delete")
        reason = f"{project / '.venv'} was not deleted: it does not exist"
        assert (again["outcome"], again["message"]) == ("refused", reason)


@pytest.mark.parametrize("command", ["free", "sweep", "delete"])
async def test_without_trust_nothing_is_touched(project: Path, command: str) -> None:
    async with editor(project, options={"trusted": False}) as it:
        outcome = await it.run(command, project=str(project))
        assert (outcome["outcome"], outcome["message"]) == (
            "refused",
            "the workspace is not trusted",
        )
        assert (project / ".venv").exists()
