"""Every project in step, and every selection that it offers, from every folder one may stand in."""

from __future__ import annotations

import pytest

from .conftest import Judge
from .pairs import Pair, ask_uv, prepare, refused
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, sources, workspaces
from .workshop import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

RECIPES = [
    *simple.ALL,
    *groups.ALL,
    *workspaces.ALL,
    *conflicts.ALL,
    *forks.ALL,
    *sources.ALL,
]
REFUSED = {
    ("conflicting-extras", ("--extra", "old", "--extra", "new")),
    ("conflicting-extras", ("--all-extras",)),
    ("conflicting-groups", ("--all-groups",)),
    ("conflicting-mixed", ("--extra", "web")),
    ("conflicting-three", ("--extra", "a", "--extra", "c")),
    ("conflicting-members", ("--package", "right", "--extra", "x")),
    ("conflicting-members", ("--all-packages", "--all-extras")),
    ("conflicting-packages", ("--all-packages",)),
    ("conflicting-packages-by-groups", ("--all-packages",)),
    ("conflicting-packages-by-groups", ("--all-groups",)),
    ("conflicting-packages-by-groups", ("--package", "left", "--package", "right")),
}
# From a member's folder only these differ from what the root already shows.
FROM_MEMBERS = ((), ("--all-packages",), ("--package", "beta"), ("--all-groups",))
SELECTIONS = [
    Pair(recipe, flags=flags, member=member, fails=(recipe.name, flags) in REFUSED)
    for recipe in RECIPES
    for member in recipe.members
    for flags in recipe.offers
    if (flags if member == "." else flags in FROM_MEMBERS)
]
MISTAKES = [
    refused(simple.EXTRAS, flags=("--extra", "absent")),
    refused(simple.EXTRAS, flags=("--all-extras", "--no-extra", "absent")),
    refused(groups.GROUPS, flags=("--group", "absent")),
    refused(groups.GROUPS, flags=("--only-group", "absent")),
    refused(groups.GROUPS, flags=("--no-group", "absent")),
    refused(workspaces.VIRTUAL_ROOT, flags=("--package", "absent")),
    Pair(groups.GROUPS, flags=("--group", "docs", "--no-group", "docs")),
    Pair(groups.GROUPS, flags=("--only-group", "docs", "--no-group", "docs")),
    refused(groups.GROUPS, flags=("--only-group", "docs", "--extra", "color")),
    refused(groups.GROUPS, flags=("--only-dev", "--group", "docs")),
    refused(groups.GROUPS, flags=("--only-group", "lint", "--group", "docs")),
    refused(forks.NOT_HERE),
    refused(sources.NO_WHEEL_HERE),
    Pair(groups.GROUPS, flags=("--no-dev", "--dev")),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_in_step(same: Judge, recipe: Recipe) -> None:
    same(Pair(recipe, flags=recipe.synced, moves=False))


@pytest.mark.parametrize("pair", SELECTIONS, ids=str)
def test_selection(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", MISTAKES, ids=str)
def test_odd_selection(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("recipe", [r for r in RECIPES if r.offers], ids=lambda recipe: recipe.name)
def test_some_selection_moves(workshop: Workshop, recipe: Recipe) -> None:
    """Otherwise the selections of this project would prove nothing."""
    project = prepare(workshop, Pair(recipe))
    assert any(ask_uv(project, Pair(recipe, flags=flags)).moves for flags in recipe.offers)
