"""Reads the state of local sources: archives and source trees that are pinned by path."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..environment.cache_info import cache_info, same_cache_info
from ..errors import UsageError, advice_on, said_by_system
from ..host.existence import is_there
from ..host.named_paths import named_path
from ..lockfiles.file_url import path_of_url
from ..lockfiles.toml_text import read_toml
from ..model.installed import Distribution, Environment, LocalSource
from ..model.pins import Pin
from ..model.project import Project
from .file_cache import read_text


def missing_source(pins: tuple[Pin, ...], project: Project) -> UsageError | None:
    """The error for the first pinned folder or archive that is gone or cannot be examined.

    uv refuses a sync if a source is gone. A path on a share must not be examined (`named_paths`).

    Args:
        pins: the pins with local sources.
        project: the workspace, to the root of which their locations are relative.

    Returns None if there is no error.
    """
    for pin in pins:
        path = named_path(pin.source.location, project.root)
        if not path:
            what = f"{pin.name} is on a share, which Lockstep does not open: {pin.source.location}"
            return UsageError(what, "give the share a drive letter, or copy the package")
        try:
            is_gone = not is_there(path)
        except OSError as mistake:
            return UsageError(said_by_system(mistake), advice_on(mistake))
        if is_gone:
            kind = "folder" if pin.source.is_tree else "file"
            what = f"the {kind} of {pin.name} is gone: {pin.source.location}"
            return UsageError(what, "put it back, or remove the dependency from the manifest")
    return None


def local_sources(
    pins: tuple[Pin, ...],
    environment: Environment,
    project: Project,
    variables: Mapping[str, str],
) -> dict[str, LocalSource]:
    """The state of local sources by package name, for packages that are installed.

    Args:
        pins: the pins with local sources, which exist (`missing_source`).
        environment: the environment.
        project: the workspace.
        variables: the environment variables, on which uv's cache info may depend.
    """
    if not pins:
        return {}
    installed = environment.by_name()
    return {
        pin.name: _local_source(pin, installed[pin.name][0], project, variables)
        for pin in pins
        if pin.name in installed
    }


def _local_source(
    pin: Pin, distribution: Distribution, project: Project, variables: Mapping[str, str]
) -> LocalSource:
    path = os.path.realpath(os.path.join(project.root, pin.source.location))
    now = cache_info(path, _cache_keys(path, project), variables)
    return LocalSource(
        os.path.normcase(path),
        os.path.normcase(_installed_path(distribution, project.root)),
        same_cache_info(distribution.cache_info, now),
    )


def _installed_path(distribution: Distribution, root: str) -> str:
    """The real path of the installed source; empty if it was no file, or is on a share."""
    url = (distribution.direct_url or {}).get("url")
    if not isinstance(url, str) or not url.startswith("file:") or not path_of_url(url):
        return ""
    path = named_path(path_of_url(url), root)
    return os.path.realpath(path) if path else ""


def _cache_keys(path: str, project: Project) -> Any:
    for member in project.members:
        if os.path.realpath(member.folder) == path:
            return member.manifest.at("tool", "uv", "cache-keys")
    tool = read_toml(read_text(os.path.join(path, "pyproject.toml")).text).value.get("tool")
    uv = tool.get("uv") if isinstance(tool, dict) else None
    return uv.get("cache-keys") if isinstance(uv, dict) else None
