"""Lockfiles written by older uvs: other revisions of the same format."""

from __future__ import annotations

import pytest

from .cases import Case
from .conftest import CheckSame
from .drifts.environments import gone
from .machine import cache_root
from .project_builder import ProjectBuilder, older_uv
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, sources, workspaces

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
def writer(request: pytest.FixtureRequest, builder: ProjectBuilder) -> tuple[str, str]:
    """The version and the executable; skipped if that uv cannot be installed."""
    version = str(request.param)
    try:
        return version, older_uv(version, builder)
    except RuntimeError as error:
        pytest.skip(f"no uv {version} in {cache_root()} nor on the index: {error}")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_older(
    check_same: CheckSame, builder: ProjectBuilder, writer: tuple[str, str], recipe: Recipe
) -> None:
    version, program = writer
    old = recipe.named(f"{recipe.name}-by-{version}")
    builder.lock_with(program, old)
    lockfile = builder.lockfile(old)
    assert (REVISIONS[version] == 0) == ("revision" not in lockfile)
    for flags in old.offers[::3] or ((),):
        check_same(Case(old, flags=flags, fails=None))
    check_same(Case(old, (gone,), moves=True))
