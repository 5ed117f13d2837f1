"""A file that cannot even be moved: the client makes its holder let go, and the sync goes on."""

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


class Place:
    """A project whose sync has to replace a file that nobody may move."""

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
    """Answers what the server asks, after it did something about it."""

    def __init__(self, it: Editor, place: Place, *, released: bool) -> None:
        self.asked: list[Any] = []
        self.resumed: list[str] = []
        self._place = place
        self._released = released
        it.client.feature("lockstep/release")(partial(Client._release, self))
        it.client.feature("lockstep/resume")(partial(Client._resume, self))

    def _release(self, params: Any) -> dict[str, bool]:
        self.asked.append(params)
        if self._released:
            self._place.rules.write_text("")
        return {"released": self._released}

    def _resume(self, params: Any) -> None:
        self.resumed.append(params.project)


@pytest.fixture
def place(factory: ProjectFactory, shim: Path, tmp_path: Path) -> Place:
    return Place(factory, shim, tmp_path)


@pytest.mark.parametrize(("released", "end"), [(True, "done"), (False, "refused")])
async def test_the_client_is_asked_once_and_told_of_the_end(
    place: Place, *, released: bool, end: str
) -> None:
    async with editor(place.project, variables=place.variables, options={"release": True}) as it:
        client = Client(it, place, released=released)
        with holding(place.file) as holder:
            outcome = await it.run("sync", project=str(place.project))
        assert outcome["outcome"] == end, outcome
        ((asked),) = client.asked
        assert asked.project == str(place.project)
        assert asked.paths == [str(place.file)]
        assert [each.pid for each in asked.holders] == [holder.pid]
        await it.until(lambda: client.resumed == [str(place.project)])


async def test_a_client_that_cannot_is_not_asked(place: Place) -> None:
    async with editor(place.project, variables=place.variables) as it:
        client = Client(it, place, released=True)
        with holding(place.file):
            outcome = await it.run("sync", project=str(place.project))
        assert (outcome["outcome"], client.asked) == ("refused", [])
        assert "; nothing was changed" in outcome["message"]


async def test_a_client_that_fails_has_released_nothing(place: Place) -> None:
    async with editor(place.project, variables=place.variables, options={"release": True}) as it:
        with holding(place.file):
            outcome = await it.run("sync", project=str(place.project))
        assert outcome["outcome"] == "refused"
