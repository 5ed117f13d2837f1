"""Lists the Pythons of this machine for a new environment, by `uv python list`.

uv runs outside of the workspace and without its configuration: it runs every Python that it finds,
and must not find one in the workspace.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...drift.python import requirements
from ...environment.pyvenv_cfg import read_pyvenv_cfg
from ...errors import Refused
from ...host.files import bytes_if_readable
from ...host.programs import is_in_any_folder
from ...host.run import run
from ...model.installed import PyvenvCfg
from ...model.project import Project
from ...model.versions.specifier import read_specifier
from ...model.versions.version import Release, read_version
from .target_python import variables_of_uv

if TYPE_CHECKING:
    from packaging.version import Version as PackagingVersion

_SECONDS = 30.0
_CONFIGURATION = "pyvenv.cfg"


class Python(NamedTuple):
    """One Python.

    Attributes:
        path: its path as uv prints it, for uv's `--python`.
        version: its version; empty if uv does not print it.
        implementation: such as `cpython`; empty if uv does not print it.
        fits: every `requires-python` of a member allows it; those of groups do not count.
        is_current: it is the base of the project's environment.
    """

    path: str
    version: str
    implementation: str
    fits: bool
    is_current: bool


def pythons_for(
    project: Project, uv: str, variables: Mapping[str, str], avoid: Sequence[str]
) -> tuple[Python, ...]:
    """The installed Pythons for a project, the newest first; without duplicates and environments.

    Those that do not fit are included (`Python.fits`).

    Args:
        project: the workspace.
        uv: the path of uv.
        variables: the environment variables.
        avoid: folders in which no Python is used.

    Raises:
        Refused: uv failed, or did not answer in time.
    """
    command = (uv, "python", "list", "--only-installed", "--output-format", "json")
    more = ("--no-config", "--offline", "--no-python-downloads")
    done = run((*command, *more), os.path.dirname(uv), variables_of_uv(variables, avoid), _SECONDS)
    if done.status != 0:
        what = f"uv could not list the Pythons: {done.err.strip()}"
        raise Refused(what, "run `uv python list` in a terminal")
    wanted = tuple(text for _, _, text in requirements(project, ()))
    made_with = _made_with(project.environment_path)
    found = (_python(it, wanted, made_with) for it in _each_once(_listed(done.out), avoid))
    return tuple(sorted(found, key=lambda it: (_rank(it.version), it.path), reverse=True))


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def _each_once(listed: Sequence[dict[str, Any]], avoid: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The entries without duplicates, in uv's order.

    Entries are duplicates if they have the same real path, or the same folder and key, as several
    names for one Python.
    """
    seen: set[tuple[str, ...]] = set()
    for it in listed:
        path = it.get("path")
        if not isinstance(path, str) or _is_environment(path) or is_in_any_folder(path, avoid):
            continue
        names = {
            (os.path.normcase(os.path.realpath(path)),),
            (os.path.normcase(os.path.dirname(path)), str(it.get("key"))),
        }
        if not names & seen:
            yield it
        seen |= names


def _is_environment(path: str) -> bool:
    above = os.path.dirname(os.path.dirname(path))
    return any(
        os.path.isfile(os.path.join(it, _CONFIGURATION)) for it in (above, os.path.dirname(path))
    )


def _python(it: Mapping[str, Any], wanted: Sequence[str], made_with: PyvenvCfg) -> Python:
    path, version = str(it["path"]), str(it.get("version", ""))
    return Python(
        path=path,
        version=version,
        implementation=str(it.get("implementation", "")),
        fits=all(_allows(text, version) for text in wanted),
        is_current=_is_base(path, version, made_with),
    )


def _made_with(environment: str) -> PyvenvCfg:
    data = bytes_if_readable(os.path.join(environment, _CONFIGURATION))
    return read_pyvenv_cfg(data.decode("utf-8", "replace"), environment)


def _is_base(path: str, version: str, made_with: PyvenvCfg) -> bool:
    """Whether a Python is the environment's base; a folder may have Pythons of several versions."""
    if not made_with.home or _release(version)[:2] != _release(made_with.version)[:2]:
        return False
    home = os.path.join(made_with.home, os.path.basename(path))
    folders = (os.path.dirname(os.path.realpath(it)) for it in (home, path))
    return len({os.path.normcase(it) for it in folders}) == 1


def _allows(specifier: str, version: str) -> bool:
    """Whether a specifier allows a version; an invalid one allows all."""
    try:
        return read_specifier(specifier).contains(version)
    except ValueError:
        return True


def _release(version: str) -> Release:
    try:
        return read_version(version).release
    except ValueError:
        return (0,)


def _rank(version: str) -> PackagingVersion:
    # Imported late: only here versions are ordered, and no check or sync needs that.
    from packaging.version import Version

    try:
        return Version(version)
    except ValueError:
        return Version("0")
