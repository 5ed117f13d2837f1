"""Registries of the lockfile that are no longer configured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.pins import Lockfile, Stale
from ...model.project import Project
from ...model.urls import split_url
from ..absolute import absolute
from ..file_url import path_of_url

_DEFAULT_HOST = "pypi"
_SINGLE = ("index-url", "extra-index-url", "find-links")


def stale_indexes(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    """Only where the project configures any index at all: else uv does not look at them."""
    found, has_default = _configured(project)
    if not found:
        return
    for pin in lockfile.pins:
        location = _location(pin.source.location, project.root)
        if pin.source.kind != "registry" or location in found:
            continue
        if not has_default and _is_default(location):
            continue
        message = f"`{pin.label}` comes from {location}, which is not configured any more"
        yield Stale(message, project.root_member.name, ("tool", "uv", "index"))
        return


def _configured(project: Project) -> tuple[set[str], bool]:
    found: set[str] = set()
    has_default = False
    tables = [project.uv_toml or project.root_member.manifest.table("tool", "uv")]
    tables += [it.manifest.table("tool", "uv") for it in project.members[1:]]
    for table in tables:
        for index in _list(table.get("index")):
            if isinstance(index, dict):
                found.add(_location(str(index.get("url", "")), project.root))
                has_default = has_default or index.get("default") is True
        for key in _SINGLE:
            value = table.get(key)
            for url in [value] if isinstance(value, str) else _list(value):
                found.add(_location(str(url), project.root))
                has_default = has_default or key == "index-url"
    return found, has_default


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _location(url: str, root: str) -> str:
    parts = split_url(url)
    if parts.scheme in ("http", "https"):
        netloc = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=netloc).geturl().rstrip("/")
    return absolute(path_of_url(url) if parts.scheme == "file" else url, root)


def _is_default(location: str) -> bool:
    """Whether it is the index that uv takes where none is the default."""
    return (split_url(location).hostname or "").partition(".")[0] == _DEFAULT_HOST
