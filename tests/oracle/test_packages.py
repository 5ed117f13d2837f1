"""Packages removed, changed, added, and taken from elsewhere; the packages that uv lets be."""

from __future__ import annotations

import pytest

from .conftest import Judge
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
from .pairs import Pair, kept, moved
from .recipes import conflicts, forks, groups, simple, sources, workspaces

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]


PACKAGES = [
    moved(simple.PLAIN, uninstall("pluggy")),
    moved(simple.PLAIN, uninstall("pluggy", "iniconfig")),
    moved(simple.PLAIN, remove_everything),
    moved(simple.PLAIN, install("pluggy==1.4.0")),
    moved(simple.PLAIN, install("packaging==24.2")),
    moved(simple.PLAIN, install("six==1.16.0")),
    moved(simple.PLAIN, install("pluggy==1.4.0", "six==1.16.0"), uninstall("packaging")),
    kept(simple.PLAIN, install("pluggy==1.5.0")),
    moved(simple.EMPTY, install("six==1.16.0")),
    moved(simple.NATIVE, uninstall("markupsafe")),
    moved(simple.NATIVE, install("markupsafe==2.1.5", "click==8.1.3")),
    moved(simple.SPELLED, install("typing-extensions==4.11.0", "jinja2==3.1.3")),
    moved(simple.EXTRAS, install("colorama==0.4.6")),
    kept(simple.EXTRAS, install("colorama==0.4.6"), flags=("--extra", "color")),
    moved(simple.EXTRAS, install("colorama==0.4.5"), flags=("--extra", "color")),
    moved(simple.EXTRAS, sync("--all-extras")),
    moved(simple.EXTRAS, sync("--extra", "color"), flags=("--extra", "old-style")),
    moved(groups.GROUPS, sync("--all-groups")),
    moved(groups.GROUPS, sync("--no-dev")),
    moved(groups.GROUPS, sync("--only-group", "docs"), flags=("--group", "types")),
    moved(groups.LEGACY, uninstall("pluggy")),
    moved(groups.ONLY_GROUPS, install("six==1.16.0"), uninstall("iniconfig")),
    moved(conflicts.EXTRAS, sync("--extra", "old"), flags=("--extra", "new")),
    moved(conflicts.GROUPS, sync("--group", "old")),
    moved(conflicts.THREE, install("idna==3.6"), flags=("--extra", "a")),
    moved(forks.BY_PYTHON[1], install("idna==3.7")),
    moved(forks.BY_PYTHON[2], install("idna==3.6")),
    moved(forks.BY_PLATFORM, install("six==1.15.0", "colorama==0.4.6")),
    moved(workspaces.VIRTUAL_ROOT, uninstall("alpha")),
    moved(workspaces.VIRTUAL_ROOT, uninstall("six", "beta"), install("attrs==23.2.0")),
    moved(workspaces.PROJECT_ROOT, sync("--all-packages")),
    moved(workspaces.PROJECT_ROOT, sync(member="pkgs/alpha")),
    moved(workspaces.CYCLE, uninstall("two"), install("idna==3.6")),
    moved(simple.RESOLVER_SETTINGS, install("click==8.1.7")),
    moved(simple.METADATA, uninstall("six")),
]

SOURCES = [
    moved(sources.EDITABLE, tree("libs/library")),
    moved(sources.DIRECTORY, tree("libs/library", editable=True)),
    moved(sources.EDITABLE, touched("libs/library/pyproject.toml")),
    moved(sources.DIRECTORY, touched("libs/library/pyproject.toml")),
    kept(sources.DIRECTORY, touched("libs/library/src/library/__init__.py")),
    moved(sources.VIRTUAL, tree("libs/library", editable=True)),
    moved(sources.OUTSIDE, tree("shelf/trees/other-tree")),
    moved(sources.OUTSIDE, tree("shelf/trees/tree", editable=True)),
    moved(simple.PACKAGED, touched("pyproject.toml")),
    moved(simple.PACKAGED, tree(".")),
    moved(simple.PACKAGED, uninstall("packaged")),
    moved(simple.PACKAGED, edited('version = "0.1.0"', 'version = "0.2.0"')),
    moved(simple.DYNAMIC, touched("pyproject.toml")),
    kept(simple.DYNAMIC, edited("0.3.0", "0.4.0", "src/dynamic/__init__.py")),
    moved(simple.NOT_PACKAGED, tree(".", editable=True)),
    moved(workspaces.VIRTUAL_ROOT, touched("pkgs/beta/pyproject.toml")),
    moved(workspaces.VIRTUAL_ROOT, tree("pkgs/beta")),
    kept(workspaces.VIRTUAL_ROOT, touched("pkgs/gamma/pyproject.toml")),
    moved(sources.WHEEL, from_index("shelved", "1.0")),
    moved(sources.WHEEL, wheel("shelved", "2.0")),
    kept(sources.WHEEL, wheel("shelved", "1.0")),
    moved(sources.INDEX, wheel("shelved", "1.0")),
    moved(sources.INDEX, from_index("shelved", "2.0")),
    kept(sources.INDEX, from_index("shelved", "1.0")),
    moved(sources.FIND_LINKS, wheel("shelved", "2.0")),
    moved(sources.FILE_URL, from_index("shelved", "1.0")),
    moved(sources.ARCHIVE, uninstall("packed")),
    moved(sources.BY_MARKER, wheel("shelved", "2.0")),
    moved(sources.URL, install("idna==3.7")),
    moved(sources.URL_SOURCE, install("idna==3.6")),
    moved(sources.URL_SOURCE, install("idna==3.7")),
    moved(sources.GIT_TAG, git("v2.0")),
    kept(sources.GIT_TAG, git("v1.0")),
    moved(sources.GIT_BRANCH, git("v1.0")),
    moved(sources.GIT_INLINE, tree("shelf/repository")),
    moved(sources.GIT_INLINE, uninstall("versioned")),
]

SEEDS = [
    moved(simple.PLAIN, install_pip),
    moved(simple.PLAIN, install("uv==0.7.12")),
    kept(simple.PLAIN, made_with("3.12", "--seed"), filled()),
    moved(simple.PLAIN, made_with("3.12", "--seed")),
    kept(simple.PLAIN, made_with("3.11", "--seed"), filled()),
    moved(simple.PLAIN, made_with("3.12", "--seed"), filled(), install_pip),
    kept(simple.PLAIN, made_with("3.11", "--seed"), filled(), install_pip),
    kept(simple.PLAIN, made_by_venv(), filled()),
    moved(simple.PLAIN, made_by_venv()),
    kept(simple.PLAIN, made_by_venv("3.11"), filled()),
    moved(simple.PLAIN, made_by_venv(), filled(), install("wheel==0.43.0")),
    kept(simple.PLAIN, made_by_venv("3.12", "--without-pip"), filled()),
    kept(simple.PLAIN, made_by_virtualenv, filled()),
    kept(simple.PLAIN, made_with("3.12", "--relocatable"), filled()),
    moved(simple.PLAIN, made_with("3.12", "--system-site-packages")),
    kept(simple.PLAIN, made_with("3.12", "--system-site-packages"), filled()),
]


@pytest.mark.parametrize("pair", PACKAGES, ids=str)
def test_package(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", SOURCES, ids=str)
def test_source(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", SEEDS, ids=str)
def test_seed(same: Judge, pair: Pair) -> None:
    same(pair)
