"""Parses the names and files of metadata folders in site-packages. Pure.

The rules are uv's (`uv-distribution-types/src/installed.rs`): name and version come from the
folder's name, split at the first hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from ..model.installed import Damage
from ..model.manifest import normalize
from ..model.versions import version as versions

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_COMMAS = 2
_DIST_INFO = ".dist-info"
_METADATA = re.compile(rb"^([^/\r\n]+)\.dist-info/(?:RECORD|METADATA),", re.MULTILINE)
_TAG = re.compile(rb"^Tag:[ \t]*(\S+)", re.MULTILINE)
_PYTHON_SUFFIX = re.compile(r"-py\d+(?:\.\d+)?(?:-.*)?$")


class BadName(ValueError):
    """The name of a metadata folder is invalid; uv then refuses the whole environment."""


def split_dist_info(stem: str) -> tuple[str, str] | None:
    """Split `Foo_Bar-1.0` into `("foo-bar", "1.0")`; returns None without a hyphen.

    Args:
        stem: the name of a metadata folder without `.dist-info`.

    Raises:
        BadName: the name or the version is invalid.
    """
    name, hyphen, version = stem.partition("-")
    if not hyphen:
        return None
    return checked_name(name), checked_version(version)


def split_egg_info(stem: str) -> tuple[str, str]:
    """Split `zstandard-0.22.0-py3.12` into name and version; the version may be empty.

    Args:
        stem: the name of a metadata file or folder without `.egg-info`.

    Raises:
        BadName: the name or the version is invalid.
    """
    name, _, version = _PYTHON_SUFFIX.sub("", stem).partition("-")
    return checked_name(name), checked_version(version) if version else ""


def checked_name(name: str) -> str:
    """The normalized name of a distribution (PyPA specification "Names and normalization").

    Raises:
        BadName: the name is invalid.
    """
    if not _NAME.fullmatch(name):
        raise BadName(f"`{name}` is not a package name")
    return normalize(name)


@lru_cache(maxsize=4096)
def checked_version(version: str) -> str:
    """The version in its normal form (PEP 440).

    Raises:
        BadName: the version is invalid.
    """
    try:
        return versions.read_version(version).normal
    except ValueError:
        raise BadName(f"`{version}` is not a version") from None


def damage_of(names: Collection[str]) -> tuple[Damage, ...]:
    """The damages of a dist-info folder that the names of its entries show.

    A missing file shows that an installer was interrupted: uv writes INSTALLER last, and if the
    package's code sorts after its dist-info, uv removes METADATA and RECORD before the code.

    Returns `empty` alone for a folder without entries; else all of `metadata`, `record` and
    `interrupted` that apply.
    """
    if not names:
        return ("empty",)
    damage: list[Damage] = []
    if "METADATA" not in names:
        damage.append("metadata")
    if "RECORD" not in names:
        damage.append("record")
    elif "INSTALLER" not in names:
        damage.append("interrupted")
    return tuple(damage)


def read_json(text: str) -> dict[str, Any] | None:
    """Parse a JSON object; returns None for any other text."""
    # Imported late: packages from an index have no JSON files that are read.
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # the latter for deeply nested JSON
        return None
    return found if isinstance(found, dict) else None


def is_direct_url(found: dict[str, Any] | None) -> bool:
    """Whether the parsed direct_url.json is valid by PEP 610; uv refuses the environment if not.

    Args:
        found: the result of `read_json`; None is not valid.
    """
    infos = ("dir_info", "archive_info", "vcs_info")
    return (
        found is not None
        and isinstance(found.get("url"), str)
        and any(isinstance(found.get(it), dict) for it in infos)
    )


def is_cache_info(found: dict[str, Any] | None) -> bool:
    """Whether the parsed uv_cache.json is valid; uv refuses the environment if not.

    Its timestamp must be missing, null, or an object of seconds and nanoseconds.

    Args:
        found: the result of `read_json`; None is not valid.
    """
    if found is None:
        return False
    timestamp = found.get("timestamp")
    return timestamp is None or (
        isinstance(timestamp, dict)
        and timestamp.keys() == {"secs_since_epoch", "nanos_since_epoch"}
    )


def read_tags(wheel: bytes) -> tuple[str, ...]:
    """The values of the `Tag:` lines (PEP 427) of a WHEEL file, up to its first blank line."""
    header = wheel.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return tuple(tag.decode("utf-8", "replace") for tag in _TAG.findall(header))


def read_version(metadata: str) -> tuple[str, str]:
    """Name and version, as written, from the header of a PKG-INFO; empty if they are missing."""
    header = metadata.replace("\r\n", "\n").partition("\n\n")[0]
    fields = {
        key.lower(): value.strip()
        for key, colon, value in (line.partition(":") for line in header.splitlines())
        if colon and not key[:1].isspace()
    }
    return fields.get("name", ""), fields.get("version", "")


def read_record(text: str) -> list[str]:
    """The paths in a RECORD (a CSV file), as written; empty if it is not valid CSV."""
    if '"' not in text:
        # Six times as fast as the csv module; nearly no RECORD contains quotes.
        return [line.partition(",")[0] for line in text.splitlines() if line]
    import csv

    try:
        return [row[0] for row in csv.reader(text.splitlines()) if row]
    except csv.Error:
        return []


def is_whole_record(record: bytes, dist_info: str) -> bool:
    """Whether a RECORD is complete: it names its own metadata, and its last line is not cut off.

    By the specification "Recording installed projects" every RECORD lists itself; some old tools
    leave that line out, so METADATA counts too. Any other RECORD was cut off by an interruption, is
    empty, or belongs to another package.

    Args:
        record: its content.
        dist_info: the name of the folder that it is in.
    """
    folder = dist_info.encode("utf-8", "surrogateescape")
    # A line is path, hash and size. virtualenv writes no newline after the last line.
    last = record[record.rfind(b"\n") + 1 :]
    if folder + b"/RECORD" in record:
        return not last or last.count(b",") >= _COMMAS
    return not last and (folder + b"/METADATA" in record or _names_same(record, dist_info))


def _names_same(record: bytes, dist_info: str) -> bool:
    """Whether a RECORD names a metadata folder with another spelling of the same name and version.

    uv accepts such a folder as the package's.
    """
    stems = {it.decode("utf-8", "replace") for it in _METADATA.findall(record)}
    try:
        own = split_dist_info(dist_info.removesuffix(_DIST_INFO))
        others = [split_dist_info(it) for it in stems]
    except BadName:
        return False
    pairs = ((own, it) for it in others if own is not None and it is not None)
    return any(one[0] == it[0] and versions.same_version(one[1], it[1]) for one, it in pairs)


def is_inside(path: str, depth: int) -> bool:
    """Whether a path in a RECORD stays inside the environment.

    Args:
        path: the path, relative to site-packages; absolute paths and drives are outside.
        depth: how many folders site-packages is below the environment: 3 for
            `lib/python3.12/site-packages`.
    """
    path = path.replace("\\", "/")
    if path.startswith("/") or path[1:2] == ":" or "\0" in path:
        return False
    if ".." not in path:
        return True
    level = depth
    for part in path.split("/"):
        level += -1 if part == ".." else 0 if part in (".", "") else 1
        if level < 0:
            return False
    return True
