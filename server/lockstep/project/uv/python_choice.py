"""Finds the Python that version files, variables and settings request.

Nothing is run: a path is compared by the identity of the file, a name is searched on PATH.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from ...environment.interpreter import base_folder, is_python_of
from ...host.named_paths import named_path
from ...host.places import Places
from ...host.programs import find_program
from ...model.installed import Environment
from ...model.project import Project
from ...model.python_request import (
    PREFERENCES,
    PythonPreference,
    PythonRequest,
    parse_request,
    version_requests,
)
from ...model.versions.specifier import read_specifier
from .uv_settings import UvSettings

_INSTALLATION = re.compile(r"[a-z]+-\d+\.\d+[\w.+]*-\w+-[\w.+]+-\w+")
"""`cpython-3.12.9-linux-x86_64-gnu`: the folder of a Python that uv has installed."""


def asked_python(
    project: Project, environment: Environment, variables: Mapping[str, str]
) -> PythonRequest | None:
    """The request of UV_PYTHON or else of the version file, compared with the environment's Python.

    As in uv, the user's own version file is ignored if `requires-python` forbids that version, and
    names of programs in version files are ignored.

    Args:
        project: the workspace, with the text of the version file.
        environment: the environment, or what is in its place.
        variables: the environment variables.

    Returns None if nothing requests a Python, or if the version file is ignored.
    """
    folder = project.current_member.folder
    asked = variables.get("UV_PYTHON")
    if asked:
        request = _on_disk(parse_request(asked)._replace(by_variable=True), folder)
        return _judged(request, environment, folder, variables)
    requests = (_on_disk(it, folder) for it in version_requests(project.python_request))
    # uv ignores program names in version files, with a warning.
    found = next((it for it in requests if it.kind != "name"), None)
    if found is None or not _counts(found, project):
        return None
    return _judged(found, environment, folder, variables)


def _on_disk(request: PythonRequest, folder: str) -> PythonRequest:
    """A request by name becomes one by path if a file or folder of that name exists."""
    place = _place(request, folder) if request.kind == "name" else ""
    return request._replace(kind="path") if place and os.path.exists(place) else request


def _place(request: PythonRequest, folder: str) -> str:
    """The path that a request names; empty for a path on a share, unless it is in UV_PYTHON."""
    if request.by_variable:
        return os.path.join(folder, request.text)
    return named_path(request.text, folder)


def _judged(
    request: PythonRequest, environment: Environment, folder: str, variables: Mapping[str, str]
) -> PythonRequest:
    if request.kind == "path":
        named = _place(request, folder)
        is_own = bool(named) and is_python_of(named, environment)
        return request._replace(names_environment=is_own)
    if request.kind == "name":
        # uv accepts every environment if a program of that name is on PATH.
        own = os.path.basename(environment.interpreter)
        known = request.text == own or bool(find_program(request.text, variables, ()))
        return request._replace(names_environment=known)
    return request


def _counts(request: PythonRequest, project: Project) -> bool:
    if os.path.dirname(project.python_request_path) == project.root or not request.exact_version:
        return True
    required = (it.manifest.string("project", "requires-python") for it in project.members)
    return all(_allows(it, request.exact_version) for it in required)


def _allows(specifier: str, version: str) -> bool:
    try:
        return read_specifier(specifier).contains(version)
    except ValueError:
        return True


def python_preference(
    settings: UvSettings, environment: Environment, variables: Mapping[str, str]
) -> PythonPreference | None:
    """uv's `python-preference`, and whether uv has installed the environment's Python.

    Args:
        settings: uv's settings; its variables come first.
        environment: the environment.
        variables: they name the folder of the Pythons that uv installs.

    Returns None if it is not set, which allows every Python, or if its value is unknown.
    `is_managed` is determined only for `only-managed` and `only-system`.
    """
    found = _preference(settings)
    if found is None or found.value not in ("only-managed", "only-system"):
        return found
    return found._replace(is_managed=_is_managed(environment, variables))


def _preference(settings: UvSettings) -> PythonPreference | None:
    if settings.is_set("UV_MANAGED_PYTHON"):
        return PythonPreference("only-managed", "UV_MANAGED_PYTHON")
    if settings.is_set("UV_NO_MANAGED_PYTHON"):
        return PythonPreference("only-system", "UV_NO_MANAGED_PYTHON")
    chosen = settings.variable("UV_PYTHON_PREFERENCE")
    if chosen:
        return _known(chosen, "UV_PYTHON_PREFERENCE")
    found = settings.get("python-preference")
    if found is None:
        return None
    return _known(found.value, f"`python-preference` in {found.path}")


def _known(value: object, set_by: str) -> PythonPreference | None:
    is_known = isinstance(value, str) and value in PREFERENCES
    return PythonPreference(str(value), set_by) if is_known else None


def _is_managed(environment: Environment, variables: Mapping[str, str]) -> bool:
    """Whether uv has installed the base of an environment (`uv-python-managed/src/managed.rs`)."""
    prefix, pythons = base_folder(environment), Places(variables).pythons()
    if not prefix or not pythons:
        return False
    root = os.path.normcase(os.path.realpath(pythons))
    inside = os.path.normcase(prefix).removeprefix(os.path.join(root, ""))
    first = inside.replace("\\", "/").split("/")[0]
    return inside != os.path.normcase(prefix) and bool(_INSTALLATION.fullmatch(first))
