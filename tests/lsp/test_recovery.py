"""A server recovers an interrupted sync at its start and reports it, in trusted workspaces only."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.host.posix.host import PosixHost
from lockstep.host.run import Output
from lockstep.model.plan import Plan, Step
from lockstep.transaction.guarded import GuardedEnvironment
from lockstep.transaction.transaction import transact
from lockstep.transaction.types import Assessment, OnStart, TransactionSpec

from ..crash.power import PowerCut
from ..crash.scenes import FixedAssessor
from .editor import editor
from .projects import make_project

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project after an interrupted sync: one package is partly removed."""
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    (dist_info,) = (project / ".venv").glob("**/idna-3.10.dist-info")
    metadata = dist_info / "METADATA"

    def cut_off(_: Step, on_start: OnStart) -> Output:
        on_start(2**22 + 1)
        metadata.unlink()
        raise PowerCut

    plan = Plan(str(project), {}, (), (), str(project / "uv.lock"))
    going = str(metadata.relative_to(project / ".venv"))
    assessment = Assessment(
        "packages", (going,), names=("idna",), steps=(Step("installing", ("uv",)),)
    )
    state = str(tmp_path / "state" / "lockstep")
    environment = str(project / ".venv")
    spec = TransactionSpec(plan, environment, FixedAssessor(assessment, lambda: True), lambda _: "")
    with pytest.raises(PowerCut), GuardedEnvironment(PosixHost(), environment, state) as guarded:
        transact(spec, guarded, lambda _: cut_off)
    assert not metadata.exists()
    return project


async def test_the_next_start_rolls_the_environment_back(project: Path, tmp_path: Path) -> None:
    async with editor(project, variables={"XDG_STATE_HOME": str(tmp_path / "state")}) as it:
        await it.wait_until_idle()
        assert it.codes(project / "pyproject.toml") == []
        assert [each.message for each in it.client.messages] == [
            "Lockstep: app: an interrupted sync was rolled back"
        ]


async def test_without_trust_nothing_is_rolled_back(project: Path, tmp_path: Path) -> None:
    variables = {"XDG_STATE_HOME": str(tmp_path / "state")}
    async with editor(project, variables=variables, options={"trusted": False}) as it:
        await it.until(lambda: "package-damaged" in it.codes(project / "pyproject.toml"))
        assert it.client.messages == []
