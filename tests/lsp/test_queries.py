"""Queries: holders, ending one holder, and the Pythons of the machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from pygls.exceptions import JsonRpcException

from ..oracle.machine import pythons
from .editor import Editor, editor
from .holding import Holding, holding
from .project_factory import ProjectFactory
from .projects import make_project, packages_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="what is held here is mapped as on POSIX"),
]


@pytest.fixture
def six(project: Path) -> Path:
    return packages_of(project) / "six.py"


async def end(it: Editor, holder: Holding, **other: Any) -> tuple[bool, str]:
    """Ask to end a holder; `other` replaces its pid or start time. The answer and its message."""
    answer = await it.run("endHolder", **{"pid": holder.pid, "started": holder.started, **other})
    assert answer.keys() == {"ended", "message"}
    return answer["ended"], answer["message"]


async def test_holders(project: Path, six: Path) -> None:
    async with editor(project, options={"trusted": False}) as it:
        nothing_held = {
            "schema": 1,
            "environment": str(project / ".venv"),
            "holders": [],
            "unseen": [],
        }
        assert await it.run("holders", project=str(project)) == nothing_held
        with holding(six) as holder:
            (found,) = (await it.run("holders"))["holders"]
            assert (found["pid"], found["started"]) == (holder.pid, holder.started)
            assert (found["how"], found["files"]) == ("mapped", [str(six)])
            for paths, count in (([str(six)], 1), ([six.as_uri()], 1), ([str(project)], 0)):
                answer = await it.run("holders", project=str(project), paths=paths)
                assert len(answer["holders"]) == count


async def test_exactly_one_holder_is_ended(project: Path, six: Path) -> None:
    async with editor(project) as it:
        with holding(six) as holder, holding(six) as other:
            is_ended, message = await end(it, holder)
            assert is_ended
            assert message.endswith(f" (pid {holder.pid})")
            assert not holder.is_running
            assert other.is_running
            gone = f"pid {holder.pid} is not that program any more"
            assert await end(it, holder) == (False, gone)


async def test_no_other_process_is_ended(project: Path, six: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("not of the environment")
    async with editor(project) as it:
        with holding(six) as holder, holding(elsewhere) as stranger:
            later = holder.started + 100
            gone = f"pid {holder.pid} is not that program any more"
            assert await end(it, holder, started=later) == (False, gone)
            nothing = f"pid {stranger.pid} holds nothing of {project / '.venv'}"
            assert await end(it, stranger) == (False, nothing)
            for pid in (os.getpid(), it.process.pid):
                why = f"pid {pid} is Lockstep, or what it runs in; end it yourself"
                assert await end(it, holder, pid=pid) == (False, why)
            words = "`pid` and `started` must be numbers"
            assert await end(it, holder, pid="all") == (False, words)
            assert await end(it, holder, started=None) == (False, words)
            assert holder.is_running
            assert stranger.is_running


async def test_ancestors_of_the_server_are_never_ended(project: Path, six: Path) -> None:
    """The editor itself holds a file here, and asks to be ended."""
    with six.open() as file:
        async with editor(project) as it:
            assert os.getpid() in {each["pid"] for each in (await it.run("holders"))["holders"]}
            started = psutil.Process().create_time()
            answer = await it.run("endHolder", pid=os.getpid(), started=started)
            assert answer["ended"] is False
        assert file.read() == "six = 6\n"


async def test_without_trust_no_process_is_ended(project: Path, six: Path) -> None:
    async with editor(project, options={"trusted": False}) as it:
        with holding(six) as holder:
            assert await end(it, holder) == (False, "the workspace is not trusted")
            assert holder.is_running
        with pytest.raises(JsonRpcException, match="the workspace is not trusted"):
            await it.run("pythons")


async def test_an_ambiguous_project_is_refused(project: Path, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other", "idna-3.10")
    async with editor(project, other) as it:
        await it.wait_until_idle()
        for command in ("holders", "pythons"):
            with pytest.raises(JsonRpcException, match="there are several projects: "):
                await it.run(command)
            with pytest.raises(JsonRpcException, match="app is not an absolute path"):
                await it.run(command, project="app")


async def test_the_pythons_of_this_machine(factory: ProjectFactory) -> None:
    """As uv finds them: no duplicates, no environments, and no program of the workspace is run."""
    *_, newest = pythons()
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync", "--python", newest)
    elsewhere = factory.folder / "elsewhere"
    factory.uv(project, "venv", str(elsewhere))
    ran = factory.folder / "ran"
    trap = project / "bin" / "python3.13"
    trap.parent.mkdir()
    trap.write_text(f"#!/bin/sh\ntouch {ran}\n")
    trap.chmod(0o755)
    environments = [project / ".venv" / "bin", elsewhere / "bin"]
    folders = [trap.parent, *environments, factory.variables["PATH"], factory.uv_folder]
    path = os.pathsep.join(map(str, folders))
    async with editor(project, variables={**factory.variables, "PATH": path}) as it:
        found = (await it.run("pythons", project=str(project)))["pythons"]
    assert not ran.exists()
    minors = [each["version"].rpartition(".")[0] for each in found]
    assert set(minors) >= set(pythons())
    assert minors == sorted(minors, key=lambda each: int(each[2:]), reverse=True)
    paths = [os.path.realpath(each["path"]) for each in found]
    assert len(set(paths)) == len(paths)
    assert not [each for each in found if str(factory.folder) in each["path"]]
    assert {each["version"][:4] for each in found if each["is_current"]} == {newest}
    for each in found:
        assert each["fits"] == (int(each["version"].split(".")[1]) >= 10)
