"""Every project in step, with every selection that it offers, from root and member folders."""

from __future__ import annotations

import pytest

from .cases import Case, ask_uv, prepare, refused
from .conftest import CheckSame
from .project_builder import ProjectBuilder
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, sources, workspaces

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
# The selections that from a member's folder have other results than from the root.
FROM_MEMBERS = ((), ("--all-packages",), ("--package", "beta"), ("--all-groups",))
SELECTIONS = [
    Case(recipe, flags=flags, member=member, fails=(recipe.name, flags) in REFUSED)
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
    Case(groups.GROUPS, flags=("--group", "docs", "--no-group", "docs")),
    Case(groups.GROUPS, flags=("--only-group", "docs", "--no-group", "docs")),
    refused(groups.GROUPS, flags=("--only-group", "docs", "--extra", "color")),
    refused(groups.GROUPS, flags=("--only-dev", "--group", "docs")),
    refused(groups.GROUPS, flags=("--only-group", "lint", "--group", "docs")),
    refused(forks.NOT_HERE),
    refused(sources.NO_WHEEL_HERE),
    Case(groups.GROUPS, flags=("--no-dev", "--dev")),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_in_step(check_same: CheckSame, recipe: Recipe) -> None:
    check_same(Case(recipe, flags=recipe.synced, moves=False))


@pytest.mark.parametrize("case", SELECTIONS, ids=str)
def test_selection(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", MISTAKES, ids=str)
def test_odd_selection(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("recipe", [r for r in RECIPES if r.offers], ids=lambda recipe: recipe.name)
def test_some_selection_has_an_effect(builder: ProjectBuilder, recipe: Recipe) -> None:
    """Otherwise the selections of this project would show nothing."""
    project = prepare(builder, Case(recipe))
    assert any(ask_uv(project, Case(recipe, flags=flags)).moves for flags in recipe.offers)
