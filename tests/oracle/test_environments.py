"""States of the whole environment, and the Python that it must be for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .answers import shown
from .cases import Case, ask_lockstep, changed, prepare, refused, unchanged
from .conftest import CheckSame
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
from .project_builder import ProjectBuilder
from .recipes import forks, groups, simple, sources, workspaces

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]


MISSING = "environment-missing"
INCOMPLETE = "environment-incomplete"
OTHER = "python-mismatch"

WHOLE = [
    changed(simple.PLAIN, gone, codes=MISSING),
    changed(simple.EMPTY, gone, codes=MISSING),
    changed(simple.PLAIN, empty_folder),
    changed(simple.PACKAGED, gone, codes=MISSING),
    changed(simple.EXTRAS, gone, codes=MISSING, flags=("--all-extras",)),
    changed(groups.GROUPS, gone, codes=MISSING, flags=("--all-groups",)),
    changed(forks.BY_PYTHON[0], gone, codes=MISSING),
    changed(forks.BY_PYTHON[3], gone, codes=MISSING),
    changed(forks.RANGE, gone, codes=MISSING),
    changed(workspaces.VIRTUAL_ROOT, gone, codes=MISSING),
    changed(sources.INDEX, gone, codes=MISSING),
    changed(simple.PLAIN, interpreter_gone, codes=INCOMPLETE),
    changed(simple.PLAIN, interpreter_broken),
    # uv would install into the remains; Lockstep never starts an installer there.
    replace(changed(simple.PLAIN, lib_gone, codes=INCOMPLETE), action="replace"),
    replace(changed(simple.PLAIN, site_packages_gone, codes=INCOMPLETE), action="replace"),
    refused(simple.PLAIN, is_a_file),
    refused(simple.PLAIN, is_foreign),
    Case(simple.PLAIN, (link_broken,), fails=None),
    unchanged(simple.PLAIN, behind_a_link),
    changed(simple.PLAIN, behind_a_link, uninstall("pluggy")),
    unchanged(simple.PLAIN, elsewhere("other")),
    unchanged(simple.PLAIN, elsewhere("deep/er")),
    unchanged(simple.PLAIN, elsewhere("{project}/absolute")),
    changed(simple.PLAIN, elsewhere("other"), install("six==1.16.0")),
    changed(simple.PLAIN, elsewhere("other"), gone, codes=MISSING),
    unchanged(workspaces.VIRTUAL_ROOT, elsewhere("other")),
]

PYTHONS = [
    changed(simple.PLAIN, made_with("3.11"), filled(), pinned_python("3.12\n"), codes=OTHER),
    unchanged(simple.PLAIN, made_with("3.11"), filled()),
    unchanged(simple.PLAIN, made_with("3.11"), filled(), pinned_python("3.11\n")),
    unchanged(simple.PLAIN, pinned_python("3\n")),
    unchanged(simple.PLAIN, pinned_python("# nothing\n\n")),
    unchanged(simple.PLAIN, pinned_python("# a remark\n3.12\n")),
    unchanged(simple.PLAIN, pinned_python("cpython-3.12\n")),
    unchanged(simple.PLAIN, pinned_python("cpython@3.12\n")),
    unchanged(simple.PLAIN, pinned_python(">=3.12,<3.13\n")),
    unchanged(simple.PLAIN, pinned_python("3.12\n3.11\n", ".python-versions")),
    changed(simple.PLAIN, pinned_python("3.11\n3.12\n", ".python-versions"), codes=OTHER),
    changed(simple.PLAIN, pinned_python("<3.12\n"), codes=OTHER),
    refused(simple.PLAIN, pinned_python("3.99\n")),
    refused(simple.PLAIN, pinned_python("pypy3.10\n")),
    changed(
        simple.PLAIN,
        pinned_python("3.12\n3.11\n", ".python-versions"),
        pinned_python("3.11\n"),
        codes=OTHER,
    ),
    changed(simple.PLAIN, edited(">=3.10", ">=3.13"), codes=OTHER),
    changed(simple.PLAIN, edited(">=3.10", ">=3.10,<3.12"), codes=OTHER),
    changed(simple.PLAIN, edited(">=3.10", "==3.11.*"), codes=OTHER),
    unchanged(simple.PLAIN, edited(">=3.10", ">=3.10,!=3.13.*")),
    refused(simple.PLAIN, edited(">=3.10", ">=3.98")),
    changed(forks.RANGE, made_with("3.13"), codes=OTHER),
    changed(forks.RANGE, made_with("3.10"), codes=OTHER),
    changed(forks.BY_PYTHON[1], made_with("3.12"), codes=OTHER),
    changed(forks.BY_PYTHON[2], made_with("3.11"), codes=OTHER),
    changed(simple.NATIVE, made_with("3.11"), filled(), pinned_python("3.12"), codes=OTHER),
    changed(simple.PLAIN, settings("version_info = 3.12", "version_info = 3.11")),
    changed(simple.PLAIN, settings("version_info = 3.12.", "version_info = 3.12.9")),
    unchanged(simple.PLAIN, settings("implementation = CPython", "implementation = Other")),
    unchanged(simple.PLAIN, settings("uv = ", "other = "), install("pip==24.0")),
    changed(
        simple.PLAIN,
        settings("include-system-site-packages = false", "seed = maybe"),
        install("pip==24.0"),
    ),
]


@pytest.mark.parametrize("case", WHOLE, ids=str)
def test_environment(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", PYTHONS, ids=str)
def test_python(check_same: CheckSame, case: Case) -> None:
    check_same(case)


def test_without_pyvenv_cfg(builder: ProjectBuilder) -> None:
    """Not compared with uv, which here reads the environment's base Python."""
    project = prepare(builder, Case(simple.PLAIN, (settings_gone,)))
    ours = ask_lockstep(project)
    assert (ours.status, ours.action) == (1, "replace"), shown(ours)
    assert INCOMPLETE in ours.codes
