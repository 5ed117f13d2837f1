"""Collects what a report of a problem needs: versions, paths, settings, variables, abilities."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ... import __version__
from ...aside.abilities import unknown
from ...aside.state_folder import StateFolder, journal_path
from ...environment.location import environment_path
from ...environment.state import look_at
from ...errors import LockstepError, ProjectNotFound, said_by_system
from ...host import machine
from ...host.contract import Host
from ...host.existence import exists, is_there
from ...host.places import state_root
from ...host.run import run
from ...model.installed import Environment
from ...model.manifest import Manifest
from ...model.urls import without_credentials_in
from ...project.file_cache import FileCache
from ...project.uv.find_uv import find_uv
from ...project.uv.shown_variables import shown_variables
from ...project.workspace import find_project
from .file_system import NO_PROJECT, Facts, file_system
from .last_outcomes import last_outcomes

Diagnosis = dict[str, Facts]
"""The facts by section and name."""

_PACKAGE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
_UV_SECONDS = 10.0
_OF_ENVIRONMENT = ("state", "python")


def diagnose(start: str, host: Host, variables: Mapping[str, str]) -> Diagnosis:
    """Collect everything; what cannot be found out is `unknown`, with the reason.

    Credentials in URLs are removed.

    Args:
        start: a path in the project; there need be no project.
        host: tries the abilities of the file system, in folders that it deletes again.
        variables: the environment variables.

    Raises:
        ProjectNotFound: `start` does not exist.
        OSError: whether it exists could not be found out.
    """
    if not is_there(start):
        raise ProjectNotFound(f"{start} does not exist")
    root, manifest, why = _project(start, variables)
    path = environment_path(root, variables) if root else ""
    environment = look_at(path) if path else None
    state = StateFolder(os.path.dirname(journal_path(os.path.realpath(path)))) if path else None
    uv, version = _uv(root, variables)
    shown = shown_variables(variables)
    return {
        "versions": _versions(version),
        "paths": {
            "lockstep": _PACKAGE,
            "python": sys.executable,
            "uv": uv,
            "project": f"{root} ({why})" if root and why else root or unknown(why),
            "environment": path or unknown(NO_PROJECT),
            "state_folder": state.path if state else state_root(),
            "uv_cache": shown.get("UV_CACHE_DIR") or unknown("UV_CACHE_DIR is not set"),
        },
        "environment": {**_environment(environment), "interrupted_sync": _interrupted(state)},
        "last_outcomes": last_outcomes(state) if state else {},
        "settings": dict(_settings(manifest)),
        "variables": shown,
        "file_system": file_system(host, environment, state),
    }


def _versions(uv: str) -> Facts:
    return {
        "lockstep": __version__,
        "python": sys.version.split()[0],
        "uv": uv,
        "system": _system(),
    }


def _project(start: str, variables: Mapping[str, str]) -> tuple[str, Manifest | None, str]:
    """The root of the project, its manifest, and what is wrong with them.

    Without a project the first is empty and the second None. The last is empty if nothing is wrong.
    """
    try:
        found = find_project(start, variables, FileCache())
    except LockstepError as mistake:
        return "", None, mistake.message
    except OSError as mistake:
        return "", None, said_by_system(mistake)
    broken = next((it for it in found.members if it.problems), None)
    why = f"{broken.manifest_path}: {broken.problems[0].message}" if broken else ""
    if not why and found.other_tool is not None:
        why = found.other_tool.message
    return found.root, found.root_member.manifest, why


def _uv(root: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """The path and the version of uv, or why they are unknown; none in the project is run."""
    try:
        path = find_uv(variables, (root,) if root else ())
    except LockstepError as mistake:
        return unknown(mistake.message), unknown(mistake.message)
    done = run([path, "--version"], os.path.dirname(path), variables, _UV_SECONDS)
    words = done.out.split()
    if done.status != 0 or len(words) < 2:
        reason = (done.err or done.out).strip().splitlines()
        return path, unknown(reason[0] if reason else f"exit status {done.status}")
    return path, " ".join(words[1:])


def _system() -> str:
    found = machine()
    libc = f", {found.libc}" if found.libc else ""
    names = (found.platform_system, found.platform_release, found.platform_machine)
    return f"{' '.join(names)}{libc}"


def _environment(found: Environment | None) -> Facts:
    if found is None:
        return dict.fromkeys(_OF_ENVIRONMENT, unknown(NO_PROJECT))
    reason = f": {found.reason}" if found.reason else ""
    return {
        "state": f"{found.state}{reason}",
        "python": found.version or unknown("it has no pyvenv.cfg with a version"),
    }


def _settings(manifest: Manifest | None) -> Iterator[tuple[str, str]]:
    """The settings of `[tool.lockstep]` with dotted keys, and values as JSON."""
    waiting: list[tuple[str, Any]] = [("", manifest.at("tool", "lockstep") if manifest else None)]
    while waiting:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            dot = f"{name}." if name else ""
            waiting += [(f"{dot}{key}", it) for key, it in value.items()]
        elif value is not None:
            # TOML has dates, which JSON has not.
            shown = json.dumps(value, ensure_ascii=False, default=str)
            yield name or "tool.lockstep", without_credentials_in(shown)


def _interrupted(state: StateFolder | None) -> str:
    if state is None:
        return unknown(NO_PROJECT)
    try:
        return "yes" if exists(state.journal) else "no"
    except OSError as mistake:
        return unknown(said_by_system(mistake))
