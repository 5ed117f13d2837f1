"""Decides whether uv would keep the environment's Python.

uv replaces the environment for each of these reasons (`check_environment_compatibility` in
`uv-python-discovery/src/script.rs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.installed import Environment
from ..model.manifest import Key, normalize
from ..model.marker_environment import Machine
from ..model.project import Project
from ..model.python_request import Interpreter, PythonPreference, PythonRequest
from ..model.versions.specifier import read_specifier
from ..model.versions.version import Release, read_version
from .view import PythonMisfit

_REQUIRES = ("project", "requires-python")
_OF_GROUPS = ("tool", "uv", "dependency-groups")
_PREFERENCE = ("tool", "uv", "python-preference")


class PythonDemand(NamedTuple):
    """What the Python has to satisfy besides the manifests.

    Attributes:
        request: from `.python-version` or UV_PYTHON; None if there is none.
        preference: uv's `python-preference`; None if it is not set.
        groups: the normalized names of the selected groups, which may have a `requires-python`.
        machine: this machine; None if system and architecture are not to be compared.
    """

    request: PythonRequest | None = None
    preference: PythonPreference | None = None
    groups: tuple[str, ...] = ()
    machine: Machine | None = None


def misfits(
    environment: Environment, project: Project, implementation: str, asks: PythonDemand
) -> tuple[PythonMisfit, ...]:
    """The reasons why uv would not keep the environment's Python; empty if it would.

    If that Python cannot run at all, this is the only reason.

    Args:
        environment: a sound environment.
        project: has the manifests with `requires-python`.
        implementation: the value of `platform_python_implementation`, such as `CPython`.
        asks: what the Python has to satisfy besides the manifests.
    """
    if environment.made_for:
        message = f"the environment was created on {environment.made_for}, and cannot run here"
        return (PythonMisfit(message, project.current, _REQUIRES),)
    if environment.base_gone:
        message = f"the environment's Python is gone: {environment.base_gone}"
        return (PythonMisfit(message, project.current, _REQUIRES),)
    return (
        *_updated(environment, project),
        *_requested(environment, project, implementation, asks),
        *_required(environment, project, asks.groups),
        *_preferred(environment, project, asks.preference),
    )


def _updated(environment: Environment, project: Project) -> Iterator[PythonMisfit]:
    """The base was updated since; compares as many numbers as pyvenv.cfg has."""
    made, now = _release(environment.made_with), _release(environment.version)
    if made and now and made != now[: len(made)]:
        message = (
            f"the environment was created with Python {environment.made_with}, "
            f"but its base is now {environment.version}"
        )
        yield PythonMisfit(message, project.current, _REQUIRES)


def _requested(
    environment: Environment, project: Project, implementation: str, asks: PythonDemand
) -> Iterator[PythonMisfit]:
    request = asks.request or _request_of_manifest(environment, project)
    machine = asks.machine
    python = Interpreter(
        environment.version,
        implementation,
        environment.is_free_threaded,
        machine.sys_platform if machine else "",
        machine.platform_machine if machine else "",
    )
    if request is None or request.accepts(python):
        return
    kind = "free-threaded " if environment.is_free_threaded else ""
    message = f"the environment has {kind}{implementation} {environment.version}"
    if request.kind == "path":
        message = "the environment uses another Python"
    if asks.request is None:
        message += f", but `requires-python` does not request a {kind}build"
        yield PythonMisfit(message, project.current, _REQUIRES)
    elif request.by_variable:
        message += f", but --python or UV_PYTHON requests {request.text}"
        yield PythonMisfit(message, project.current, _REQUIRES)
    else:
        message += f", but the python-version file requests {request.text}"
        yield PythonMisfit(message, path=project.python_request_path)


def _request_of_manifest(environment: Environment, project: Project) -> PythonRequest | None:
    """The request that `requires-python` implies without any other: one for the default build.

    It rejects a free-threaded Python; the version is compared in `_required`.
    """
    required = any(it.manifest.string(*_REQUIRES) for it in project.members)
    return PythonRequest("") if required and environment.is_free_threaded else None


def _preferred(
    environment: Environment, project: Project, preference: PythonPreference | None
) -> Iterator[PythonMisfit]:
    if preference is not None and preference.forbids:
        made = "was installed by uv" if preference.is_managed else "was not installed by uv"
        message = (
            f"the environment's Python {environment.version} {made}, but {preference.set_by} "
            f"requires `{preference.value}`"
        )
        yield PythonMisfit(message, project.root_member.name, _PREFERENCE)


def _required(
    environment: Environment, project: Project, groups: tuple[str, ...]
) -> Iterator[PythonMisfit]:
    release = ".".join(str(part) for part in _release(environment.version))
    for member, key, text in requirements(project, groups):
        if release and not _contains(text, release):
            message = f"the environment has Python {environment.version}, but `{text}` is required"
            yield PythonMisfit(message, member, key)


def requirements(project: Project, groups: tuple[str, ...]) -> Iterator[tuple[str, Key, str]]:
    """Every `requires-python` that applies, of all members and of the selected groups.

    Args:
        project: has the members.
        groups: the normalized names of the selected groups.

    Yields the name of the member, the key in its manifest, and the specifier.
    """
    for member in project.members:
        text = member.manifest.string(*_REQUIRES)
        if text:
            yield member.name, _REQUIRES, text
        for name in member.manifest.table(*_OF_GROUPS):
            key: Key = (*_OF_GROUPS, name, "requires-python")
            text = member.manifest.string(*key)
            # As in uv, the names of groups are compared in their normalized form.
            if text and normalize(name) in groups:
                yield member.name, key, text


def _contains(specifier: str, version: str) -> bool:
    try:
        return read_specifier(specifier).contains(version)
    except ValueError:
        return True  # an invalid specifier is a problem of the manifest


def _release(version: str) -> Release:
    try:
        return read_version(version).release
    except ValueError:
        return ()
