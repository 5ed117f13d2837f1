"""What is installed: one look at each site-packages, and into each metadata folder.

The only I/O of the scan. Metadata folders that have not changed since the last scan are not
opened again, so a second scan of hundreds of packages costs a few stat calls.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..model.installed import Damage, Distribution
from .dist_info import (
    BadName,
    checked_name,
    checked_version,
    damage_of,
    read_json,
    read_tags,
    read_version,
    split_dist_info,
    split_egg_info,
)

_LARGEST_WHEEL = 65536

Signature = tuple[int, int]


class Scan(NamedTuple):
    """What one scan found; `folders` is what the next one compares with."""

    distributions: tuple[Distribution, ...] = ()
    leftovers: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    folders: Mapping[str, tuple[Signature, Distribution]] = MappingProxyType({})


def scan(site_packages: tuple[str, ...], before: Scan | None = None) -> Scan:
    """Every distribution below these folders, sorted by path within each, as uv sorts them."""
    known: Mapping[str, tuple[Signature, Distribution]] = before.folders if before else {}
    distributions: list[Distribution] = []
    leftovers: list[str] = []
    unreadable: list[str] = []
    folders: dict[str, tuple[Signature, Distribution]] = {}
    for folder in site_packages:
        for entry in _entries(folder, unreadable):
            if entry.name[0] == "~":
                leftovers.append(entry.path)
                continue
            found = _distribution(entry, known, folders, unreadable)
            if found is not None:
                distributions.append(found)
    return Scan(tuple(distributions), tuple(leftovers), tuple(unreadable), folders)


def _entries(folder: str, unreadable: list[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            found = [it for it in entries if _is_interesting(it.name)]
    except FileNotFoundError:
        return []
    except OSError as mistake:
        unreadable.append(f"{folder}: {mistake.strerror}")
        return []
    found.sort(key=lambda it: it.name)
    return found


def _is_interesting(name: str) -> bool:
    return name.endswith((".dist-info", ".egg-info", ".egg-link")) or name[0] == "~"


def _distribution(
    entry: os.DirEntry[str],
    known: Mapping[str, tuple[Signature, Distribution]],
    folders: dict[str, tuple[Signature, Distribution]],
    unreadable: list[str],
) -> Distribution | None:
    try:
        if not entry.name.endswith(".dist-info"):
            return _egg(entry)
        if not entry.is_dir(follow_symlinks=False):
            return None
        stat = entry.stat(follow_symlinks=False)
        signature = (stat.st_mtime_ns, stat.st_ino)
        before = known.get(entry.path)
        found = before[1] if before and before[0] == signature else _dist_info(entry)
    except BadName as mistake:
        stem = entry.name.rpartition(".")[0]
        return Distribution(stem, str(mistake), entry.path, damage=("name",))
    except FileNotFoundError:
        # It went away between the listing and the look inside: then it is not installed.
        return None
    except OSError as mistake:
        unreadable.append(f"{entry.path}: {mistake.strerror}")
        return None
    if found is not None:
        folders[entry.path] = (signature, found)
    return found


def _dist_info(entry: os.DirEntry[str]) -> Distribution | None:
    split = split_dist_info(entry.name[: -len(".dist-info")])
    if split is None:
        return None
    name, version = split
    path = entry.path
    names = os.listdir(path)
    damage: tuple[Damage, ...] = damage_of(names)
    broken: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    if "WHEEL" in names:
        wheel = _read_bytes(os.path.join(path, "WHEEL"))
        if wheel is None:
            broken = (os.path.join(path, "WHEEL"),)
        else:
            tags = read_tags(wheel)
    direct_url = _json(path, "direct_url.json") if "direct_url.json" in names else None
    cache_info = _json(path, "uv_cache.json") if "uv_cache.json" in names else None
    return Distribution(
        name, version, path, "dist-info", direct_url, cache_info, tags, damage, broken
    )


def _read_bytes(path: str) -> bytes | None:
    """A small file's bytes; None for a link whose target is gone.

    The os functions instead of `open`: there are hundreds of these files, and a buffered file
    object costs more than the reading.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    try:
        return os.read(handle, _LARGEST_WHEEL)
    finally:
        os.close(handle)


def _json(folder: str, name: str) -> dict[str, object] | None:
    text = _read_text(os.path.join(folder, name))
    return read_json(text) if text is not None else None


def _read_text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _egg(entry: os.DirEntry[str]) -> Distribution | None:
    stem = entry.name[: -len(".egg-info")]
    if entry.name.endswith(".egg-link"):
        return _egg_link(entry.path, stem)
    name, version = split_egg_info(stem)
    if not version:
        inside = os.path.join(entry.path, "PKG-INFO") if entry.is_dir() else entry.path
        metadata = _read_text(inside)
        version = checked_version(read_version(metadata)[1]) if metadata else ""
    return Distribution(name, version, entry.path, "egg-info") if version else None


def _egg_link(path: str, stem: str) -> Distribution | None:
    lines = (_read_text(path) or "").split("\n")
    target = next((line.strip() for line in lines if line.strip()), "")
    if not target:
        return None
    folder = os.path.join(os.path.dirname(path), target)
    metadata = _read_text(os.path.join(folder, f"{stem.replace('-', '_')}.egg-info", "PKG-INFO"))
    name, version = read_version(metadata or "")
    if not name or not version:
        return None
    return Distribution(checked_name(name), checked_version(version), path, "egg-link")
