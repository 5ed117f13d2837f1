"""Finds registries in the lockfile that are no longer configured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...model.pins import Lockfile, Stale
from ...model.project import Project
from ...model.urls import split_url
from ..absolute import absolute
from ..file_url import path_of_url
from .settings import Said, Settings

_DEFAULT_HOST, _DEFAULT_PATH = "pypi", "/simple"
_PORTS = {"http": 80, "https": 443}


class _Configured(NamedTuple):
    """The locations of the configured indexes, and whether uv's default index is one of them."""

    places: set[str]
    default: bool
    odd: str = ""


def stale_indexes(
    lockfile: Lockfile, project: Project, settings: Settings, named: set[str]
) -> Iterator[Stale]:
    """The difference for the first pin from a registry that is not configured, if there is one.

    Nothing if no index is configured, as in uv. Before it, one unsure difference if an index has a
    `hash-algorithm`.

    Args:
        lockfile: the lockfile.
        project: the workspace.
        settings: the merged settings.
        named: the locations of the indexes that requirements name, in any member.
    """
    configured = _configured(settings)
    if configured is None:
        return
    root = project.root_member.name
    key = ("tool", "uv", "index")
    if configured.odd:
        message = f"only uv can say what `{configured.odd}` of an index means for the lockfile"
        yield Stale(message, root, key, sure=False)
    for pin in lockfile.pins:
        if pin.source.kind != "registry":
            continue
        location = index_location(pin.source.location, project.root)
        if location in configured.places or location in named:
            continue
        if configured.default and _is_default(location):
            continue
        message = f"`{pin.label}` comes from {location}, which is not configured any more"
        yield Stale(message, root, key)
        return


def _configured(settings: Settings) -> _Configured | None:
    """The configured indexes in uv's order: of equal names and of defaults the first one counts."""
    indexes = [*_of_variables(settings), *_of_files(settings)]
    flat = list(_flat(settings))
    without = settings.first("no-index")
    if without is not None and without.value is True:
        return _Configured({it.location for it in flat}, default=False)
    if not indexes and not flat:
        return None
    names: set[str] = set()
    places: set[str] = set()
    has_default = False
    for index in (*indexes, *flat):
        if index.name and index.name in names:
            continue
        names.add(index.name)
        if index.default and has_default:
            continue
        has_default = has_default or index.default
        places.add(index.location)
    odd = next((it.odd for it in indexes if it.odd), "")
    return _Configured(places, not has_default, odd)


class _Index(NamedTuple):
    location: str
    name: str = ""
    default: bool = False
    odd: str = ""


def _of_variables(settings: Settings) -> Iterator[_Index]:
    """The indexes in `UV_DEFAULT_INDEX` and `UV_INDEX` (`url` or `name=url`), and older names."""
    variables = settings.variables
    for text in variables.get("UV_INDEX", "").split():
        yield _of_text(text, settings)
    if variables.get("UV_DEFAULT_INDEX"):
        yield _of_text(variables["UV_DEFAULT_INDEX"], settings)._replace(default=True)
    for text in variables.get("UV_EXTRA_INDEX_URL", "").split():
        yield _of_text(text, settings)
    if variables.get("UV_INDEX_URL"):
        yield _of_text(variables["UV_INDEX_URL"], settings)._replace(default=True)


def _of_text(text: str, settings: Settings) -> _Index:
    name, equals, url = text.partition("=")
    is_named = equals and "/" not in name and ":" not in name
    place = url if is_named else text
    return _Index(index_location(place, settings.root), name if is_named else "")


def _of_files(settings: Settings) -> Iterator[_Index]:
    for said in settings.listed("index"):
        if isinstance(said.value, dict):
            yield _of_table(said.value, said.folder)
    for said in settings.listed("extra-index-url"):
        yield _Index(_place(said))
    single = next(settings.all("index-url"), None)
    if single is not None:
        yield _Index(_place(single), default=True)


def _of_table(table: dict[str, Any], folder: str) -> _Index:
    odd = "hash-algorithm" if "hash-algorithm" in table else ""
    location = index_location(str(table.get("url", "")), folder)
    return _Index(location, str(table.get("name", "")), table.get("default") is True, odd)


def _flat(settings: Settings) -> Iterator[_Index]:
    for text in settings.variables.get("UV_FIND_LINKS", "").replace(",", " ").split():
        yield _Index(index_location(text, settings.root))
    for said in settings.listed("find-links"):
        yield _Index(_place(said))


def _place(said: Said) -> str:
    return index_location(str(said.value), said.folder)


def index_location(url: str, folder: str) -> str:
    """The URL or path of an index in the form in which uv compares it.

    The host's case, a default port, credentials and a fragment are removed; a trailing slash is
    kept. A path or `file:` URL becomes an absolute path (`lockfiles.absolute`).

    Args:
        url: the URL or the path, as written.
        folder: the absolute folder to which a path is relative.
    """
    parts = split_url(url)
    if parts.scheme in ("http", "https"):
        host = (parts.hostname or "").lower()
        port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
        path = parts.path or "/"
        return parts._replace(netloc=f"{host}{port}", path=path, fragment="").geturl()
    return absolute(path_of_url(url) if parts.scheme == "file" else url, folder)


def _is_default(location: str) -> bool:
    """Whether it is the index that uv uses if no default is configured."""
    parts = split_url(location)
    host = (parts.hostname or "").partition(".")[0]
    return host == _DEFAULT_HOST and parts.path == _DEFAULT_PATH
