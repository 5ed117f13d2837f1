"""The packages that directly require a package: by all chains of `why`, and by `uv tree`."""

from __future__ import annotations

import re

import pytest

from lockstep.drift.chains import Chain, chains_to
from lockstep.lockfiles.uv_lock import read_uv_lock

from .project_builder import ProjectBuilder
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, workspaces

pytestmark = pytest.mark.slow

_PARENT = re.compile(r"[├└]── ([\w.-]+)")
_TREE = ("tree", "--frozen", "--universal", "--all-groups", "--invert", "--depth", "1")
RECIPES = {
    "plain": simple.PLAIN,
    "extras": simple.EXTRAS,
    "groups": groups.GROUPS,
    "conflicting extras": conflicts.EXTRAS,
    "forked by the Python": forks.BY_PYTHON[1],
    "forked by the platform": forks.BY_PLATFORM,
    "workspace": workspaces.PROJECT_ROOT,
    "circle": workspaces.CYCLE,
}


@pytest.mark.parametrize("name", RECIPES)
def test_direct_parents(name: str, builder: ProjectBuilder) -> None:
    recipe: Recipe = RECIPES[name]
    project = builder.locked(recipe)
    lockfile = read_uv_lock(project.read("uv.lock")).value
    found: dict[str, set[str]] = {}
    theirs: dict[str, set[str]] = {}
    for package in sorted({it.name for it in lockfile.pins}):
        chains = chains_to(package, lockfile, (), 10_000)
        assert chains.is_complete
        found[package] = {_parent(it) for it in chains.chains}
        tree = project.uv(*_TREE, "--package", package).expect_success()
        theirs[package] = set(_PARENT.findall(tree.stdout))
    assert found == theirs
    assert any(found.values())


def _parent(chain: Chain) -> str:
    return chain.links[-2].pin.name if len(chain.links) > 1 else chain.start.member
