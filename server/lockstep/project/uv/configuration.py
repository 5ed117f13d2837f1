"""Finds uv's settings for a workspace, in files and variables, as uv does.

`uv/src/lib.rs` loads the nearest table from the workspace's root upward, then the user's file, then
the system's; `UV_CONFIG_FILE` replaces all of them, `UV_NO_CONFIG` disables them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ...host.places import Places
from ...lockfiles.cut_off import day_of
from ...lockfiles.doubtful_values import doubtful_variables
from ...lockfiles.toml_text import read_toml
from ...lockfiles.uv_settings import VARIABLES, doubts, misplaced, refusal, validity
from ...model.manifest import Manifest
from ...model.project import Configuration, SettingsFile
from ..file_cache import FileCache, FileText

_UV_TOML = "uv.toml"
_MANIFEST = "pyproject.toml"
_FALSE = {"", "0", "false", "f", "no", "n", "off"}


def find_configuration(
    root: str, manifest: Manifest, variables: Mapping[str, str], files: FileCache
) -> Configuration:
    """The configuration of a workspace; unreadable files are in it, with their problem.

    Args:
        root: the root of the workspace, to which `UV_CONFIG_FILE` is relative.
        manifest: the manifest of the root.
        variables: the environment variables.
        files: the cache of files.
    """
    project: tuple[SettingsFile, ...] = ()
    beyond: tuple[SettingsFile, ...] = ()
    chosen = variables.get("UV_CONFIG_FILE")
    if chosen:
        beyond = tuple(_uv_toml(os.path.join(root, chosen), files, needed=True))
    elif not _is_on(variables.get("UV_NO_CONFIG", "")):
        project = tuple(_of_project(root, manifest, files))
        beyond = tuple(it for path in _beyond(variables) for it in _uv_toml(path, files))
    known = tuple((name, variables[name]) for name in VARIABLES if name in variables)
    doubtful = doubtful_variables(variables)
    found = Configuration(project, beyond, known, doubtful_variables=doubtful)
    return found._replace(midnights=tuple(_midnights(found)))


def _of_project(root: str, manifest: Manifest, files: FileCache) -> Iterator[SettingsFile]:
    """The tables from the root upward, up to the first that uv certainly reads."""
    table: Any = manifest.at("tool", "uv")
    folder = root
    while True:
        own = tuple(_uv_toml(os.path.join(folder, _UV_TOML), files))
        yield from own
        # As in uv, a uv.toml takes precedence over the `[tool.uv]` beside it.
        if own:
            return
        if isinstance(table, dict):
            path = os.path.join(folder, _MANIFEST)
            found = SettingsFile(path, folder, table, is_manifest=True, validity=validity(table))
            yield found
            if found.validity == "valid":
                return
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent
        table = files.value(os.path.join(folder, _MANIFEST), _tool_uv)


def _tool_uv(found: FileText) -> Any:
    tool = read_toml(found.text).value.get("tool")
    return tool.get("uv") if isinstance(tool, dict) else None


def _uv_toml(path: str, files: FileCache, *, needed: bool = False) -> Iterator[SettingsFile]:
    """The table of a `uv.toml`; nothing if there is none, unless it is `needed`."""
    text = files.text(path)
    if text.missing and not needed:
        return
    document = files.value_of(path, text, _document)
    problem = "there is no such file" if text.missing else document.problem
    yield document._replace(path=path, folder=os.path.dirname(path), problem=problem)


def _document(found: FileText) -> SettingsFile:
    if found.problem is not None:
        return SettingsFile("", "", {}, problem=found.problem.message)
    parsed = read_toml(found.text)
    problem = refusal(parsed.value) or misplaced(parsed.value)
    problem = parsed.problems[0].message if parsed.problems else problem
    unknown = doubts(parsed.value)
    if not problem and unknown:
        problem = f"only uv can say whether it accepts `{unknown[0]}`"
    return SettingsFile("", "", parsed.value, problem=problem)


def _beyond(variables: Mapping[str, str]) -> Iterator[str]:
    """The paths of the user's and the system's file (`uv-dirs/src/lib.rs`)."""
    places = Places(variables)
    folder = places.configuration()
    yield from [os.path.join(folder, _UV_TOML)] if folder else []
    if not _is_on(variables.get("UV_NO_SYSTEM_CONFIG", "")):
        yield from places.system_configuration()


def _is_on(text: str) -> bool:
    return text.lower() not in _FALSE


def _midnights(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """Each date in `exclude-newer`, with the instant at which it ends in this time zone."""
    values = [dict(configuration.variables).get("UV_EXCLUDE_NEWER")]
    for file in configuration.files:
        by_package = file.table.get("exclude-newer-package")
        values.append(file.table.get("exclude-newer"))
        values += by_package.values() if isinstance(by_package, dict) else []
    for day in sorted({day_of(it) for it in values if isinstance(it, str)} - {""}):
        try:
            end = datetime.fromisoformat(day) + timedelta(days=1)
            yield day, end.astimezone(timezone.utc).isoformat()
        except (ValueError, OverflowError, OSError):
            continue
