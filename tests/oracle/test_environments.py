"""The environment as a whole, and which Python it must be for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .answers import shown
from .conftest import Judge
from .drifts.environments import (
    behind_a_link,
    edited,
    elsewhere,
    empty_folder,
    filled,
    gone,
    interpreter_broken,
    interpreter_gone,
    is_a_file,
    is_foreign,
    lib_gone,
    link_broken,
    made_with,
    pinned_python,
    settings,
    settings_gone,
    site_packages_gone,
)
from .drifts.packages import install, uninstall
from .pairs import Pair, ask_lockstep, kept, moved, prepare, refused
from .recipes import forks, groups, simple, sources, workspaces
from .workshop import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]


MISSING = "environment-missing"
INCOMPLETE = "environment-incomplete"
OTHER = "python-mismatch"

WHOLE = [
    moved(simple.PLAIN, gone, codes=MISSING),
    moved(simple.EMPTY, gone, codes=MISSING),
    moved(simple.PLAIN, empty_folder),
    moved(simple.PACKAGED, gone, codes=MISSING),
    moved(simple.EXTRAS, gone, codes=MISSING, flags=("--all-extras",)),
    moved(groups.GROUPS, gone, codes=MISSING, flags=("--all-groups",)),
    moved(forks.BY_PYTHON[0], gone, codes=MISSING),
    moved(forks.BY_PYTHON[3], gone, codes=MISSING),
    moved(forks.RANGE, gone, codes=MISSING),
    moved(workspaces.VIRTUAL_ROOT, gone, codes=MISSING),
    moved(sources.INDEX, gone, codes=MISSING),
    moved(simple.PLAIN, interpreter_gone, codes=INCOMPLETE),
    moved(simple.PLAIN, interpreter_broken),
    # uv would install into what is left; no installer of ours ever does.
    replace(moved(simple.PLAIN, lib_gone, codes=INCOMPLETE), action="replace"),
    replace(moved(simple.PLAIN, site_packages_gone, codes=INCOMPLETE), action="replace"),
    refused(simple.PLAIN, is_a_file),
    refused(simple.PLAIN, is_foreign),
    Pair(simple.PLAIN, (link_broken,), fails=None),
    kept(simple.PLAIN, behind_a_link),
    moved(simple.PLAIN, behind_a_link, uninstall("pluggy")),
    kept(simple.PLAIN, elsewhere("other")),
    kept(simple.PLAIN, elsewhere("deep/er")),
    kept(simple.PLAIN, elsewhere("{project}/absolute")),
    moved(simple.PLAIN, elsewhere("other"), install("six==1.16.0")),
    moved(simple.PLAIN, elsewhere("other"), gone, codes=MISSING),
    kept(workspaces.VIRTUAL_ROOT, elsewhere("other")),
]

PYTHONS = [
    moved(simple.PLAIN, made_with("3.11"), filled(), pinned_python("3.12\n"), codes=OTHER),
    kept(simple.PLAIN, made_with("3.11"), filled()),
    kept(simple.PLAIN, made_with("3.11"), filled(), pinned_python("3.11\n")),
    kept(simple.PLAIN, pinned_python("3\n")),
    kept(simple.PLAIN, pinned_python("# nothing\n\n")),
    kept(simple.PLAIN, pinned_python("# a remark\n3.12\n")),
    kept(simple.PLAIN, pinned_python("cpython-3.12\n")),
    kept(simple.PLAIN, pinned_python("cpython@3.12\n")),
    kept(simple.PLAIN, pinned_python(">=3.12,<3.13\n")),
    kept(simple.PLAIN, pinned_python("3.12\n3.11\n", ".python-versions")),
    moved(simple.PLAIN, pinned_python("3.11\n3.12\n", ".python-versions"), codes=OTHER),
    moved(simple.PLAIN, pinned_python("<3.12\n"), codes=OTHER),
    refused(simple.PLAIN, pinned_python("3.99\n")),
    refused(simple.PLAIN, pinned_python("pypy3.10\n")),
    moved(
        simple.PLAIN,
        pinned_python("3.12\n3.11\n", ".python-versions"),
        pinned_python("3.11\n"),
        codes=OTHER,
    ),
    moved(simple.PLAIN, edited(">=3.10", ">=3.13"), codes=OTHER),
    moved(simple.PLAIN, edited(">=3.10", ">=3.10,<3.12"), codes=OTHER),
    moved(simple.PLAIN, edited(">=3.10", "==3.11.*"), codes=OTHER),
    kept(simple.PLAIN, edited(">=3.10", ">=3.10,!=3.13.*")),
    refused(simple.PLAIN, edited(">=3.10", ">=3.98")),
    moved(forks.RANGE, made_with("3.13"), codes=OTHER),
    moved(forks.RANGE, made_with("3.10"), codes=OTHER),
    moved(forks.BY_PYTHON[1], made_with("3.12"), codes=OTHER),
    moved(forks.BY_PYTHON[2], made_with("3.11"), codes=OTHER),
    moved(simple.NATIVE, made_with("3.11"), filled(), pinned_python("3.12"), codes=OTHER),
    moved(simple.PLAIN, settings("version_info = 3.12", "version_info = 3.11")),
    moved(simple.PLAIN, settings("version_info = 3.12.", "version_info = 3.12.9")),
    kept(simple.PLAIN, settings("implementation = CPython", "implementation = Other")),
    kept(simple.PLAIN, settings("uv = ", "other = "), install("pip==24.0")),
    moved(
        simple.PLAIN,
        settings("include-system-site-packages = false", "seed = maybe"),
        install("pip==24.0"),
    ),
]


@pytest.mark.parametrize("pair", WHOLE, ids=str)
def test_environment(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", PYTHONS, ids=str)
def test_python(same: Judge, pair: Pair) -> None:
    same(pair)


def test_without_pyvenv_cfg(workshop: Workshop) -> None:
    """Here uv is no oracle: it looks at the Python from which the environment was made."""
    project = prepare(workshop, Pair(simple.PLAIN, (settings_gone,)))
    ours = ask_lockstep(project)
    assert (ours.status, ours.action) == (1, "replace"), shown(ours)
    assert INCOMPLETE in ours.codes
