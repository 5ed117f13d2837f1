"""The options and variables that leave packages out of a sync, or change how they are installed."""

from __future__ import annotations

import pytest

from .cases import Case
from .conftest import CheckSame
from .recipes import groups, simple, sources, workspaces

pytestmark = pytest.mark.slow


def _given(text: str) -> tuple[tuple[str, str], ...]:
    """The names and values of `NAME=value,NAME=value`."""
    pairs = (it.partition("=") for it in text.split(","))
    return tuple((name, value) for name, _, value in pairs)


OPTIONS = (
    ("--inexact",),
    ("--no-editable",),
    ("--no-install-project",),
    ("--no-install-workspace",),
    ("--no-install-local",),
    ("--no-install-package", "attrs"),
    ("--no-install-package", "six", "--inexact"),
    ("--no-install-project", "--no-editable", "--no-dev"),
)
PLACES = (
    (),
    ("--all-packages",),
    ("--package", "beta"),
    ("--package", "alpha", "--package", "beta"),
)
IN_WORKSPACES = [
    Case(recipe, flags=(*options, *place), member=member)
    for recipe in (workspaces.PROJECT_ROOT, workspaces.VIRTUAL_ROOT)
    for options in OPTIONS
    for place in PLACES
    for member in (".", "pkgs/alpha")
]
ALONE = [
    Case(recipe, flags=options)
    for recipe in (*simple.ALL, *groups.ALL, *sources.ALL)
    for options in OPTIONS
    if recipe.offers
]
VARIABLES = [
    Case(groups.GROUPS, flags=flags, variables=_given(variables))
    for flags in ((), ("--dev",), ("--group", "dev"), ("--only-dev",), ("--all-groups",))
    for variables in (
        "UV_NO_DEV=1",
        "UV_NO_DEV=off",
        "UV_NO_GROUP=docs",
        "UV_NO_GROUP=dev docs",
        "UV_NO_DEFAULT_GROUPS=true",
        "UV_NO_EDITABLE=1",
        "UV_NO_INSTALL_PROJECT=yes",
        "UV_NO_INSTALL_WORKSPACE=1",
        "UV_NO_INSTALL_LOCAL=on,UV_NO_DEV=1",
        "UV_DEV=0",
    )
]
REFUSED = [
    Case(groups.GROUPS, fails=True, variables=((name, value),))
    for name, value in (
        ("UV_NO_DEV", "maybe"),
        ("UV_NO_DEV", ""),
        ("UV_NO_EDITABLE", "2"),
        ("UV_NO_GROUP", "absent"),
    )
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize("case", IN_WORKSPACES, ids=str)
def test_in_a_workspace(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("case", ALONE, ids=str)
def test_in_a_project(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("case", VARIABLES, ids=str)
def test_a_variable_counts_as_its_option(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_value_that_uv_refuses(check_same: CheckSame, case: Case) -> None:
    check_same(case)
