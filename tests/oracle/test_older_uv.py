"""Lockfiles that older uvs wrote: other revisions of the same version."""

from __future__ import annotations

import pytest

from .conftest import Judge
from .drifts.environments import gone
from .machine import cache_root
from .pairs import Pair
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, sources, workspaces
from .workshop import Workshop, older_uv

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

REVISIONS = {"0.5.31": 0, "0.7.12": 2, "0.10.0": 3}
RECIPES = [
    simple.PLAIN,
    simple.EXTRAS,
    simple.NESTED_EXTRAS,
    simple.RESOLVER_SETTINGS,
    groups.GROUPS,
    groups.DEFAULTS_LISTED,
    groups.LEGACY,
    workspaces.VIRTUAL_ROOT,
    workspaces.PROJECT_ROOT,
    conflicts.EXTRAS,
    conflicts.GROUPS,
    conflicts.MIXED,
    forks.BY_PYTHON[1],
    forks.BY_PYTHON[2],
    forks.BY_PLATFORM,
    forks.ENVIRONMENTS,
    sources.EDITABLE,
    sources.GIT_TAG,
]


@pytest.fixture(params=REVISIONS)
def writer(request: pytest.FixtureRequest, workshop: Workshop) -> tuple[str, str]:
    """The version and the program; an old uv that cannot be had is said aloud."""
    version = str(request.param)
    try:
        return version, older_uv(version, workshop)
    except RuntimeError as error:
        pytest.skip(f"no uv {version} in {cache_root()} nor on the index: {error}")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_older(same: Judge, workshop: Workshop, writer: tuple[str, str], recipe: Recipe) -> None:
    version, program = writer
    old = recipe.named(f"{recipe.name}-by-{version}")
    workshop.pinned_by(program, old)
    lockfile = workshop.lockfile(old)
    assert (REVISIONS[version] == 0) == ("revision" not in lockfile)
    for flags in old.offers[::3] or ((),):
        same(Pair(old, flags=flags, fails=None))
    same(Pair(old, (gone,), moves=True))
