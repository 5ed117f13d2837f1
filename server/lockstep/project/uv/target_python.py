"""Finds the Python for a new environment, if there is none or it must be replaced.

`uv python find` is run outside of the workspace and without its configuration, because inside it
would run the workspace's own `.venv`. Without uv the first Python on PATH that fits is assumed, and
without such a Python the lowest version that fits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from ...environment.base_python import pythons_on_path, version_of
from ...host.named_paths import named_path
from ...host.programs import find_program, is_in_any_folder
from ...host.run import run
from ...model.python_request import PythonRequest
from ...model.versions.specifier import read_specifier

_SECONDS = 20.0
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?\S*")
_NEWEST_MINOR = 30
_LAST_RESORT = 13
_KEPT = ("PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT", "TEMP", "TMP")


def target_version(
    request: PythonRequest | None,
    requires: tuple[str, ...],
    root: str,
    variables: Mapping[str, str],
    *,
    ask: bool = True,
) -> str:
    """The version of the Python that uv would choose for a new environment, as far as known.

    Args:
        request: the request for a Python; None if there is none.
        requires: the valid `requires-python` of members and groups.
        root: the root of the workspace.
        variables: the environment variables.
        ask: False to start no program, for a workspace that is not trusted.

    Returns a full version, or `3.MINOR.0` if only the minor version is known.
    """
    if request is not None and request.kind == "path":
        # uv would run the program at that path, which may be in the workspace.
        is_of_user = request.by_variable
        path = os.path.join(root, request.text) if is_of_user else named_path(request.text, root)
        return (version_of(path) if path else "") or _lowest(None, requires)
    uv = find_program("uv", variables, (root,)) if ask else ""
    wanted = request.text if request else ",".join(requires)
    if uv:
        found = _ask(uv, wanted, root, variables)
        if found:
            return found
    for version in pythons_on_path(_outside(variables, (root,))):
        if _fits(version, request, requires):
            return version
    return _lowest(request, requires)


def _ask(uv: str, wanted: str, root: str, variables: Mapping[str, str]) -> str:
    command = [uv, "python", "find", "--system", "--no-project", "--no-config", "--offline"]
    command += ["--no-python-downloads", "--show-version", *([wanted] if wanted else [])]
    done = run(command, os.path.dirname(uv), variables_of_uv(variables, (root,)), _SECONDS)
    found = _VERSION.search(done.out) if done.status == 0 else None
    return found[0] if found else ""


def find_interpreter(
    uv: str, requires: Sequence[str], root: str, variables: Mapping[str, str]
) -> str:
    """The absolute path of an interpreter outside of a workspace; empty if uv finds none.

    Args:
        uv: the path of uv.
        requires: the specifiers of `requires-python` that the interpreter must satisfy.
        root: the root of the workspace.
        variables: the environment variables, with PATH.
    """
    command = [uv, "python", "find", "--system", "--no-project", "--no-config", "--offline"]
    command += ["--no-python-downloads", *([",".join(requires)] if requires else [])]
    done = run(command, os.path.dirname(uv), variables_of_uv(variables, (root,)), _SECONDS)
    path = done.out.strip() if done.status == 0 else ""
    return path if os.path.isabs(path) and not is_in_any_folder(path, (root,)) else ""


def variables_of_uv(variables: Mapping[str, str], avoid: Sequence[str]) -> dict[str, str]:
    """The variables that uv needs outside of a project, with a PATH without the folders to avoid.

    Others, which could select a project, an environment or settings, are left out, and so are
    relative entries of PATH.

    Args:
        variables: all environment variables.
        avoid: folders; entries of PATH in or below them are left out.
    """
    kept = {
        name: value
        for name, value in variables.items()
        if name.upper() in _KEPT or name.startswith(("UV_PYTHON", "XDG_", "UV_CACHE"))
    }
    return {**kept, "PATH": os.pathsep.join(_outside(variables, avoid))}


def _outside(variables: Mapping[str, str], avoid: Sequence[str]) -> list[str]:
    """The absolute entries of PATH that are in none of the folders to avoid."""
    entries = (it for it in variables.get("PATH", "").split(os.pathsep) if os.path.isabs(it))
    return [it for it in entries if not is_in_any_folder(os.path.join(it, "python"), avoid)]


def _fits(version: str, request: PythonRequest | None, requires: tuple[str, ...]) -> bool:
    if request is not None and not request.fits(version, "CPython"):
        return False
    return all(read_specifier(it).contains(version) for it in requires)


def _lowest(request: PythonRequest | None, requires: tuple[str, ...]) -> str:
    minors = range(8, _NEWEST_MINOR)
    # With a high patch version, so that a requirement such as `>=3.10.4` fits too.
    found = (it for it in minors if _fits(f"3.{it}.99", request, requires))
    return f"3.{next(found, _LAST_RESORT)}.0"
