"""Names and texts below site-packages to distributions. Pure.

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
    """A metadata folder whose name uv refuses; it then refuses the whole environment."""


def split_dist_info(stem: str) -> tuple[str, str] | None:
    """`Foo_Bar-1.0` to `("foo-bar", "1.0")`; None where there is no hyphen.

    Raises:
        BadName: the name or the version is none.
    """
    name, hyphen, version = stem.partition("-")
    if not hyphen:
        return None
    return checked_name(name), checked_version(version)


def split_egg_info(stem: str) -> tuple[str, str]:
    """`zstandard-0.22.0-py3.12` to name and version; the version may be empty."""
    name, _, version = _PYTHON_SUFFIX.sub("", stem).partition("-")
    return checked_name(name), checked_version(version) if version else ""


def checked_name(name: str) -> str:
    """The normalized name of a distribution; raises BadName."""
    if not _NAME.fullmatch(name):
        raise BadName(f"`{name}` is not a package name")
    return normalize(name)


@lru_cache(maxsize=4096)
def checked_version(version: str) -> str:
    """The version in its normal form (PEP 440); raises BadName."""
    try:
        return versions.read_version(version).normal
    except ValueError:
        raise BadName(f"`{version}` is not a version") from None


def damage_of(names: Collection[str]) -> tuple[Damage, ...]:
    """What an interrupted installer left undone, from the names inside a dist-info folder.

    uv writes INSTALLER last, and removes METADATA and RECORD before the code of a package whose
    name sorts behind its dist-info; so a missing one tells of an interruption.
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
    """A JSON object; None where it is none."""
    # Packages of an index have no JSON that is read.
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_direct_url(found: dict[str, Any] | None) -> bool:
    """Whether it has the form of PEP 610; uv refuses the environment where it has not."""
    infos = ("dir_info", "archive_info", "vcs_info")
    return (
        found is not None
        and isinstance(found.get("url"), str)
        and any(isinstance(found.get(it), dict) for it in infos)
    )


def is_cache_info(found: dict[str, Any] | None) -> bool:
    """Whether it has the form of uv's cache info; uv refuses the environment where it has not."""
    if found is None:
        return False
    timestamp = found.get("timestamp")
    return timestamp is None or (
        isinstance(timestamp, dict)
        and timestamp.keys() == {"secs_since_epoch", "nanos_since_epoch"}
    )


def read_tags(wheel: bytes) -> tuple[str, ...]:
    """The `Tag:` lines of a WHEEL file; its header ends at the first blank line."""
    header = wheel.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return tuple(tag.decode("utf-8", "replace") for tag in _TAG.findall(header))


def read_version(metadata: str) -> tuple[str, str]:
    """Name and version of PKG-INFO's header, empty where it does not say."""
    header = metadata.replace("\r\n", "\n").partition("\n\n")[0]
    fields = {
        key.lower(): value.strip()
        for key, colon, value in (line.partition(":") for line in header.splitlines())
        if colon and not key[:1].isspace()
    }
    return fields.get("name", ""), fields.get("version", "")


def read_record(text: str) -> list[str]:
    """The paths of a RECORD, as written; lines that are not CSV are passed over."""
    if '"' not in text:
        # Six times as fast as the csv module, for the files of nearly every package.
        return [line.partition(",")[0] for line in text.splitlines() if line]
    import csv

    try:
        return [row[0] for row in csv.reader(text.splitlines()) if row]
    except csv.Error:
        return []


def is_whole_record(record: bytes, dist_info: str) -> bool:
    """Whether a RECORD names its own metadata, `dist_info`, and ends with a whole line.

    Every RECORD names itself (specification of recording installed projects), but some old tools
    leave that line out. One that is not so was cut off, is empty, or is that of another package.
    """
    folder = dist_info.encode("utf-8", "surrogateescape")
    # Path, hash and size. virtualenv leaves out the end of the last line.
    last = record[record.rfind(b"\n") + 1 :]
    if folder + b"/RECORD" in record:
        return not last or last.count(b",") >= _COMMAS
    return not last and (folder + b"/METADATA" in record or _names_same(record, dist_info))


def _names_same(record: bytes, dist_info: str) -> bool:
    """Whether a RECORD names a metadata folder of the same package and version, spelled otherwise.

    uv takes such a folder for the package.
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
    """Whether a RECORD path relative to site-packages stays within its environment.

    `depth` is how many folders site-packages lies below the environment. Absolute paths, drives
    and paths that climb higher do not stay within.
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
