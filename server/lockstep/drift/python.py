"""Whether the environment's Python is one that the installer would keep.

uv replaces an environment for each of these reasons (`check_environment_compatibility` in
`uv-python-discovery/src/script.rs`).
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from ..model.installed import Environment
from ..model.manifest import Key
from ..model.project import Project
from ..model.python_request import PythonRequest
from .view import PythonMisfit

_REQUIRES = ("project", "requires-python")


def misfits(
    environment: Environment,
    project: Project,
    implementation: str,
    request: PythonRequest | None,
    groups: tuple[str, ...],
) -> tuple[PythonMisfit, ...]:
    """Every reason, the gravest first; none for a Python that fits."""
    if environment.base_gone:
        message = f"the environment's base Python is gone: {environment.base_gone}"
        return (PythonMisfit(message, project.current, _REQUIRES),)
    return (
        *_updated(environment, project),
        *_requested(environment, project, implementation, request),
        *_required(environment, project, groups),
    )


def _updated(environment: Environment, project: Project) -> Iterator[PythonMisfit]:
    """The base was updated behind the environment's back; compared as exactly as it is recorded."""
    made, now = _release(environment.made_with), _release(environment.version)
    if made and now and made != now[: len(made)]:
        message = (
            f"the environment was made with Python {environment.made_with}, "
            f"its base is now {environment.version}"
        )
        yield PythonMisfit(message, project.current, _REQUIRES)


def _requested(
    environment: Environment, project: Project, implementation: str, request: PythonRequest | None
) -> Iterator[PythonMisfit]:
    if request is not None and not request.fits(environment.version, implementation):
        who = "UV_PYTHON" if request.by_variable else "the python-version file"
        message = (
            f"the environment has {implementation} {environment.version}, "
            f"{who} asks for {request.text}"
        )
        if request.by_variable:
            yield PythonMisfit(message, project.current, _REQUIRES)
        else:
            yield PythonMisfit(message, path=project.python_request_path)


def _required(
    environment: Environment, project: Project, groups: tuple[str, ...]
) -> Iterator[PythonMisfit]:
    release = ".".join(str(part) for part in _release(environment.version))
    for member, key, text in requirements(project, groups):
        if release and not _contains(text, release):
            message = f"the environment has Python {environment.version}, `{text}` is required"
            yield PythonMisfit(message, member, key)


def requirements(project: Project, groups: tuple[str, ...]) -> Iterator[tuple[str, Key, str]]:
    """Every `requires-python` that counts: of all members, and of the chosen groups."""
    for member in project.members:
        text = member.manifest.string(*_REQUIRES)
        if text:
            yield member.name, _REQUIRES, text
        for group in groups:
            key: Key = ("tool", "uv", "dependency-groups", group, "requires-python")
            text = member.manifest.string(*key)
            if text:
                yield member.name, key, text


def _contains(specifier: str, version: str) -> bool:
    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except InvalidSpecifier:
        return True


def _release(version: str) -> tuple[int, ...]:
    try:
        return Version(version).release
    except InvalidVersion:
        return ()
