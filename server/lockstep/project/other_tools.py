"""Recognizes projects that another tool manages.

uv would lock and sync them too, and so remove packages that its own lockfile does not have: in a
project of Poetry, all of them.
"""

from __future__ import annotations

import os

from ..model.manifest import Manifest
from ..model.project import Member, OtherTool

# Files beside the manifest, and tables below `[tool]` in it, the most certain first.
_FILES = (
    ("poetry.lock", "Poetry", "poetry sync"),
    ("pdm.lock", "PDM", "pdm sync"),
    ("pixi.lock", "Pixi", "pixi install"),
    ("Pipfile", "Pipenv", "pipenv sync"),
    ("Pipfile.lock", "Pipenv", "pipenv sync"),
    ("pylock.toml", "another installer", "uv pip sync pylock.toml"),
    ("conda-lock.yml", "conda-lock", "conda-lock install"),
    ("environment.yml", "conda", "conda env update"),
    ("environment.yaml", "conda", "conda env update"),
)
_TABLES = (
    ("poetry", "Poetry", "poetry sync"),
    ("pdm", "PDM", "pdm sync"),
    ("pixi", "Pixi", "pixi install"),
)
_OF_UV = ("tool", "uv")
_MEMBERS = frozenset({"workspace", "dev-dependencies"})


def other_tool(root: Member, *, has_lockfile: bool) -> OtherTool | None:
    """The tool that manages a project; None for uv, and if the manifest cannot be parsed.

    With `managed = false` it is not uv. Else a uv.lock makes it uv's in any case, and so does
    `[tool.uv]` together with a `[project]`, a group or a workspace; alone, `[tool.uv]` may be
    settings for `uv pip`.

    Args:
        root: the root of the workspace.
        has_lockfile: there is a uv.lock.
    """
    manifest = root.manifest
    is_project = isinstance(manifest.at("project"), dict)
    if is_project and manifest.at(*_OF_UV, "managed") is False:
        return OtherTool("", "`managed = false` in [tool.uv]")
    if has_lockfile or _is_of_uv(manifest) or not manifest.readable:
        return None
    return _by_table(manifest) or _by_file(root.folder) or _settings_only(manifest)


def _is_of_uv(manifest: Manifest) -> bool:
    found = manifest.at(*_OF_UV)
    has_members = isinstance(found, dict) and not _MEMBERS.isdisjoint(found)
    return found is not None and (has_members or _names_packages(manifest))


def _names_packages(manifest: Manifest) -> bool:
    return manifest.at("project") is not None or manifest.at("dependency-groups") is not None


def _by_table(manifest: Manifest) -> OtherTool | None:
    for table, name, command in _TABLES:
        if isinstance(manifest.at("tool", table), dict):
            return OtherTool(name, f"[tool.{table}]", command)
    return None


def _by_file(folder: str) -> OtherTool | None:
    try:
        names = set(os.listdir(folder))
    except OSError:
        return None
    for file, name, command in _FILES:
        if file in names:
            return OtherTool(name, file, command)
    return None


def _settings_only(manifest: Manifest) -> OtherTool | None:
    if _names_packages(manifest):
        return None
    return OtherTool("", "the manifest contains only settings, and no [project]")
