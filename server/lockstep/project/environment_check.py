"""Checks an environment without a project, such as those of `uv tool`, nox and tox.

There is no lockfile to compare with, only the packages themselves: damaged metadata, missing files,
packages that are installed twice, and leftovers.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from itertools import chain

from ..drift.changes import Comparison
from ..drift.rules import (
    link_broken,
    package_clobbered,
    package_damaged,
    package_duplicate,
    removal_leftover,
)
from ..drift.view import View
from ..environment.interpreter import implementation
from ..environment.missing_files import MissingFiles
from ..environment.scan import scan
from ..errors import MAKE_READABLE, Refused
from ..lockfiles.pyproject import read_pyproject
from ..model.finding import Finding, Place
from ..model.installed import Environment
from ..model.pins import Lockfile
from ..model.project import Member, Project
from ..model.report import Report
from ..model.selection import Selection
from ..model.text import Lines
from .environments import environment_at

_RULES = (package_damaged, package_duplicate, package_clobbered, link_broken, removal_leftover)


def check_environment(path: str, files: Container[str] = ()) -> Report:
    """The report of an environment; its project, manifest, lockfile and changes are empty.

    Args:
        path: the absolute path of the environment.
        files: the names of the packages of which missing files are searched for.

    Raises:
        Refused: there is no environment, or a part of it cannot be read.
    """
    try:
        found = environment_at(path)
    except Refused as mistake:
        raise Refused(f"{path} was not checked: {mistake.message}", mistake.hint) from None
    installed = scan(found.site_packages)
    if unreadable := (*found.unreadable, *installed.unreadable):
        raise Refused(unreadable[0], MAKE_READABLE)
    found = found._replace(distributions=installed.distributions, leftovers=installed.leftovers)
    found = MissingFiles().add(found, files)
    return Report(
        project="",
        environment=path,
        manifest="",
        lockfile="",
        selection=Selection(),
        action="check",
        findings=tuple(_findings(found)),
        changes=(),
        computed=True,
        packages=len({it.name for it in found.distributions}),
        python=f"{implementation(found)} {found.version}",
    )


def _findings(environment: Environment) -> Iterator[Finding]:
    # The only text that belongs to an environment without a project.
    place = Place(os.path.join(environment.path, "pyvenv.cfg"))
    why = environment.reason or (
        f"its Python {environment.base_gone} is gone" if environment.base_gone else ""
    )
    if environment.state != "sound" or environment.base_gone:
        message = f"the environment is incomplete: {why}"
        hint = "create it again with the tool that made it"
        yield Finding("environment-incomplete", message, place, hint=hint)
    view = _view(environment)
    for finding in chain.from_iterable(rule.find(view) for rule in _RULES):
        yield finding._replace(place=place)


def _view(environment: Environment) -> View:
    """A view for the rules that look only at the environment."""
    manifest = read_pyproject("").value
    member = Member("", environment.path, "", manifest)
    project = Project(environment.path, (member,), "", "", environment.path)
    groups = environment.by_name().values()
    duplicates = tuple(tuple(it) for it in groups if len(it) > 1)
    return View(
        project=project,
        environment=environment,
        selection=Selection(),
        lockfile_state="missing",
        lockfile=Lockfile(),
        lockfile_lines=Lines(""),
        comparison=Comparison(duplicates=duplicates),
    )
