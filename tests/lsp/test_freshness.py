"""Where a check cannot decide whether the lockfile fits, uv is asked in the background."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .editor import editor
from .project_factory import ProjectFactory

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


def unsure(factory: ProjectFactory) -> Path:
    """A project in step with a lockfile of a revision that Lockstep does not know."""
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync")
    lockfile = project / "uv.lock"
    text = lockfile.read_text(encoding="utf-8")
    lockfile.write_text(re.sub(r"revision = \d+", "revision = 99", text), encoding="utf-8")
    return project


async def test_uv_says_that_it_fits(factory: ProjectFactory) -> None:
    project = unsure(factory)
    async with editor(project, variables=factory.variables) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["lockfile-unsure"])
        await it.until(lambda: it.codes(project / "pyproject.toml") == [])


async def test_uv_says_that_it_does_not(factory: ProjectFactory) -> None:
    project = unsure(factory)
    factory.variables["UV_PRERELEASE"] = "allow"
    async with editor(project, variables=factory.variables) as it:
        await it.until(lambda: "lockfile-stale" in it.codes(project / "pyproject.toml"))


async def test_without_trust_uv_is_not_asked(factory: ProjectFactory) -> None:
    project = unsure(factory)
    async with editor(project, variables=factory.variables, options={"trusted": False}) as it:
        await it.wait_until_idle()
        assert it.codes(project / "pyproject.toml") == ["lockfile-unsure"]
