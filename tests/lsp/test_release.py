"""A file that cannot be renamed: the client ends its holder on request, and the sync succeeds."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ..held.conftest import shim
from .editor import Editor, editor
from .holding import holding
from .project_factory import ProjectFactory

__all__ = ["shim"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="what is held here is mapped as on POSIX"),
]


class UnmovableProject:
    """A project with a sync that has to replace a file that cannot be renamed."""

    def __init__(self, factory: ProjectFactory, shim: Path, folder: Path) -> None:
        self.project = factory.project("shelved==1.0")
        factory.uv(self.project, "sync")
        (self.file,) = self.project.glob(".venv/lib/*/site-packages/shelved*.py")
        text = (self.project / "pyproject.toml").read_text()
        (self.project / "pyproject.toml").write_text(text.replace("==1.0", "==2.0"))
        factory.uv(self.project, "lock")
        self.rules = folder / "rules"
        self.rules.write_text(f"immovable {self.file}\n")
        rules = {"LD_PRELOAD": str(shim), "HELD_RULES": str(self.rules)}
        self.variables = {**factory.variables, "XDG_STATE_HOME": str(folder), **rules}


class Client:
    """Answers the server's release request, and may release the file first."""

    def __init__(self, it: Editor, held: UnmovableProject, *, released: bool) -> None:
        self.asked: list[Any] = []
        self.resumed: list[str] = []
        self._held = held
        self._released = released
        it.client.feature("lockstep/release")(partial(Client._release, self))
        it.client.feature("lockstep/resume")(partial(Client._resume, self))

    def _release(self, params: Any) -> dict[str, bool]:
        self.asked.append(params)
        if self._released:
            self._held.rules.write_text("")
        return {"released": self._released}

    def _resume(self, params: Any) -> None:
        self.resumed.append(params.project)


@pytest.fixture
def held(factory: ProjectFactory, shim: Path, tmp_path: Path) -> UnmovableProject:
    return UnmovableProject(factory, shim, tmp_path)


@pytest.mark.parametrize(("released", "end"), [(True, "done"), (False, "refused")])
async def test_the_client_gets_one_release_and_one_resume_request(
    held: UnmovableProject, *, released: bool, end: str
) -> None:
    async with editor(held.project, variables=held.variables, options={"release": True}) as it:
        client = Client(it, held, released=released)
        with holding(held.file) as holder:
            outcome = await it.run("sync", project=str(held.project))
        assert outcome["outcome"] == end, outcome
        ((asked),) = client.asked
        assert asked.project == str(held.project)
        assert asked.paths == [str(held.file)]
        assert [each.pid for each in asked.holders] == [holder.pid]
        await it.until(lambda: client.resumed == [str(held.project)])


async def test_a_client_without_the_capability_gets_no_request(held: UnmovableProject) -> None:
    async with editor(held.project, variables=held.variables) as it:
        client = Client(it, held, released=True)
        with holding(held.file):
            outcome = await it.run("sync", project=str(held.project))
        assert (outcome["outcome"], client.asked) == ("refused", [])
        assert "; nothing was changed" in outcome["message"]


async def test_a_failing_client_releases_nothing(held: UnmovableProject) -> None:
    async with editor(held.project, variables=held.variables, options={"release": True}) as it:
        with holding(held.file):
            outcome = await it.run("sync", project=str(held.project))
        assert outcome["outcome"] == "refused"
