"""Packages that are removed, changed, added or installed from elsewhere, and uv's seed packages."""

from __future__ import annotations

import pytest

from .cases import Case, changed, unchanged
from .conftest import CheckSame
from .drifts.environments import (
    edited,
    filled,
    made_by_venv,
    made_by_virtualenv,
    made_with,
    touched,
)
from .drifts.packages import (
    from_index,
    git,
    install,
    install_pip,
    remove_everything,
    sync,
    tree,
    uninstall,
    wheel,
)
from .recipes import conflicts, forks, groups, simple, sources, workspaces

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]


PACKAGES = [
    changed(simple.PLAIN, uninstall("pluggy")),
    changed(simple.PLAIN, uninstall("pluggy", "iniconfig")),
    changed(simple.PLAIN, remove_everything),
    changed(simple.PLAIN, install("pluggy==1.4.0")),
    changed(simple.PLAIN, install("packaging==24.2")),
    changed(simple.PLAIN, install("six==1.16.0")),
    changed(simple.PLAIN, install("pluggy==1.4.0", "six==1.16.0"), uninstall("packaging")),
    unchanged(simple.PLAIN, install("pluggy==1.5.0")),
    changed(simple.EMPTY, install("six==1.16.0")),
    changed(simple.NATIVE, uninstall("markupsafe")),
    changed(simple.NATIVE, install("markupsafe==2.1.5", "click==8.1.3")),
    changed(simple.SPELLED, install("typing-extensions==4.11.0", "jinja2==3.1.3")),
    changed(simple.EXTRAS, install("colorama==0.4.6")),
    unchanged(simple.EXTRAS, install("colorama==0.4.6"), flags=("--extra", "color")),
    changed(simple.EXTRAS, install("colorama==0.4.5"), flags=("--extra", "color")),
    changed(simple.EXTRAS, sync("--all-extras")),
    changed(simple.EXTRAS, sync("--extra", "color"), flags=("--extra", "old-style")),
    changed(groups.GROUPS, sync("--all-groups")),
    changed(groups.GROUPS, sync("--no-dev")),
    changed(groups.GROUPS, sync("--only-group", "docs"), flags=("--group", "types")),
    changed(groups.LEGACY, uninstall("pluggy")),
    changed(groups.ONLY_GROUPS, install("six==1.16.0"), uninstall("iniconfig")),
    changed(conflicts.EXTRAS, sync("--extra", "old"), flags=("--extra", "new")),
    changed(conflicts.GROUPS, sync("--group", "old")),
    changed(conflicts.THREE, install("idna==3.6"), flags=("--extra", "a")),
    changed(forks.BY_PYTHON[1], install("idna==3.7")),
    changed(forks.BY_PYTHON[2], install("idna==3.6")),
    changed(forks.BY_PLATFORM, install("six==1.15.0", "colorama==0.4.6")),
    changed(workspaces.VIRTUAL_ROOT, uninstall("alpha")),
    changed(workspaces.VIRTUAL_ROOT, uninstall("six", "beta"), install("attrs==23.2.0")),
    changed(workspaces.PROJECT_ROOT, sync("--all-packages")),
    changed(workspaces.PROJECT_ROOT, sync(member="pkgs/alpha")),
    changed(workspaces.CYCLE, uninstall("two"), install("idna==3.6")),
    changed(simple.RESOLVER_SETTINGS, install("click==8.1.7")),
    changed(simple.METADATA, uninstall("six")),
]

SOURCES = [
    changed(sources.EDITABLE, tree("libs/library")),
    changed(sources.DIRECTORY, tree("libs/library", editable=True)),
    changed(sources.EDITABLE, touched("libs/library/pyproject.toml")),
    changed(sources.DIRECTORY, touched("libs/library/pyproject.toml")),
    unchanged(sources.DIRECTORY, touched("libs/library/src/library/__init__.py")),
    changed(sources.VIRTUAL, tree("libs/library", editable=True)),
    changed(sources.OUTSIDE, tree("packages/trees/other-tree")),
    changed(sources.OUTSIDE, tree("packages/trees/tree", editable=True)),
    changed(simple.PACKAGED, touched("pyproject.toml")),
    changed(simple.PACKAGED, tree(".")),
    changed(simple.PACKAGED, uninstall("packaged")),
    changed(simple.PACKAGED, edited('version = "0.1.0"', 'version = "0.2.0"')),
    changed(simple.DYNAMIC, touched("pyproject.toml")),
    unchanged(simple.DYNAMIC, edited("0.3.0", "0.4.0", "src/dynamic/__init__.py")),
    changed(simple.NOT_PACKAGED, tree(".", editable=True)),
    changed(workspaces.VIRTUAL_ROOT, touched("pkgs/beta/pyproject.toml")),
    changed(workspaces.VIRTUAL_ROOT, tree("pkgs/beta")),
    unchanged(workspaces.VIRTUAL_ROOT, touched("pkgs/gamma/pyproject.toml")),
    changed(sources.WHEEL, from_index("shelved", "1.0")),
    changed(sources.WHEEL, wheel("shelved", "2.0")),
    unchanged(sources.WHEEL, wheel("shelved", "1.0")),
    changed(sources.INDEX, wheel("shelved", "1.0")),
    changed(sources.INDEX, from_index("shelved", "2.0")),
    unchanged(sources.INDEX, from_index("shelved", "1.0")),
    changed(sources.FIND_LINKS, wheel("shelved", "2.0")),
    changed(sources.FILE_URL, from_index("shelved", "1.0")),
    changed(sources.ARCHIVE, uninstall("packed")),
    changed(sources.BY_MARKER, wheel("shelved", "2.0")),
    changed(sources.URL, install("idna==3.7")),
    changed(sources.URL_SOURCE, install("idna==3.6")),
    changed(sources.URL_SOURCE, install("idna==3.7")),
    changed(sources.GIT_TAG, git("v2.0")),
    unchanged(sources.GIT_TAG, git("v1.0")),
    changed(sources.GIT_BRANCH, git("v1.0")),
    changed(sources.GIT_INLINE, tree("packages/repository")),
    changed(sources.GIT_INLINE, uninstall("versioned")),
]

SEEDS = [
    changed(simple.PLAIN, install_pip),
    changed(simple.PLAIN, install("uv==0.7.12")),
    unchanged(simple.PLAIN, made_with("3.12", "--seed"), filled()),
    changed(simple.PLAIN, made_with("3.12", "--seed")),
    unchanged(simple.PLAIN, made_with("3.11", "--seed"), filled()),
    changed(simple.PLAIN, made_with("3.12", "--seed"), filled(), install_pip),
    unchanged(simple.PLAIN, made_with("3.11", "--seed"), filled(), install_pip),
    unchanged(simple.PLAIN, made_by_venv(), filled()),
    changed(simple.PLAIN, made_by_venv()),
    unchanged(simple.PLAIN, made_by_venv("3.11"), filled()),
    changed(simple.PLAIN, made_by_venv(), filled(), install("wheel==0.43.0")),
    unchanged(simple.PLAIN, made_by_venv("3.12", "--without-pip"), filled()),
    unchanged(simple.PLAIN, made_by_virtualenv, filled()),
    unchanged(simple.PLAIN, made_with("3.12", "--relocatable"), filled()),
    changed(simple.PLAIN, made_with("3.12", "--system-site-packages")),
    unchanged(simple.PLAIN, made_with("3.12", "--system-site-packages"), filled()),
]


@pytest.mark.parametrize("case", PACKAGES, ids=str)
def test_package(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", SOURCES, ids=str)
def test_source(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", SEEDS, ids=str)
def test_seed(check_same: CheckSame, case: Case) -> None:
    check_same(case)
