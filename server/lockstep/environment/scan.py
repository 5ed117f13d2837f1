"""Lists the installed packages, by one pass over each site-packages and its metadata folders.

Metadata folders that have not changed since the last scan are not opened again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..host.existence import is_folder
from ..host.named_paths import named_path
from ..host.shared_open import open_small, read_small
from ..model.installed import Damage, Distribution
from .dist_info import (
    BadName,
    checked_name,
    checked_version,
    damage_of,
    is_cache_info,
    is_direct_url,
    is_whole_record,
    read_json,
    read_tags,
    read_version,
    split_dist_info,
    split_egg_info,
)

_DIST_INFO = ".dist-info"
_ENDINGS = (_DIST_INFO, ".egg-info", ".egg-link")

Signature = tuple[int, int]
"""mtime and inode of a metadata folder, which change when an installer changes the folder."""

Known = Mapping[str, tuple[Signature, Distribution]]
_NOTHING_KNOWN: Known = MappingProxyType({})


class Scan(NamedTuple):
    """The result of a scan: distributions, paths of pip's `~name` folders, messages on read errors.

    `folders` is the cache for the next scan, by the path of the metadata folder.
    """

    distributions: tuple[Distribution, ...] = ()
    leftovers: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    folders: Known = _NOTHING_KNOWN


def scan(site_packages: tuple[str, ...], before: Scan | None = None) -> Scan:
    """Scan site-packages folders; the result is in uv's order, by file name within each folder.

    Distributions are taken over from `before`, an earlier result, where nothing has changed.
    Missing folders are skipped. Errors of the system become messages in `unreadable`.
    """
    scanner = _Scanner(before.folders if before else _NOTHING_KNOWN)
    for folder in site_packages:
        scanner.look_into(folder)
    return Scan(
        tuple(scanner.distributions),
        tuple(scanner.leftovers),
        tuple(scanner.unreadable),
        scanner.folders,
    )


class _Scanner:
    """Collects the results of one folder after the other."""

    def __init__(self, known: Known) -> None:
        self.distributions: list[Distribution] = []
        self.leftovers: list[str] = []
        self.unreadable: list[str] = []
        self.folders: dict[str, tuple[Signature, Distribution]] = {}
        self._known = known

    def look_into(self, folder: str) -> None:
        prefix = os.path.join(folder, "")
        try:
            for name, signature in _names(folder):
                path = prefix + name
                known = self._known.get(path)
                if known is not None and known[0] == signature:
                    self.distributions.append(known[1])
                    self.folders[path] = known
                else:
                    self._look_at(name, path, signature)
        except FileNotFoundError:
            return
        except OSError as mistake:
            self.unreadable.append(f"{folder}: {mistake.strerror}")

    def _look_at(self, name: str, path: str, signature: Signature | None) -> None:
        if name[0] == "~":
            self.leftovers.append(path)
            return
        found = self._distribution(name, path, signature)
        if found is not None:
            self.distributions.append(found)
            if signature is not None:
                self.folders[path] = (signature, found)

    def _distribution(
        self, name: str, path: str, signature: Signature | None
    ) -> Distribution | None:
        try:
            if not name.endswith(_DIST_INFO):
                return _egg(name, path)
            return _dist_info(name, path) if signature else None
        except BadName as mistake:
            stem = name.rpartition(".")[0]
            return Distribution(stem, str(mistake), path, damage=("name",))
        except (FileNotFoundError, NotADirectoryError):
            # It was removed after the folder was listed.
            return None
        except OSError as mistake:
            self.unreadable.append(f"{path}: {mistake.strerror}")
            return None


def _names(folder: str) -> list[tuple[str, Signature | None]]:
    """The sorted names of metadata and leftovers; dist-info folders with their signature."""
    if os.listdir not in os.supports_fd:
        with os.scandir(folder) as entries:
            return sorted((it.name, _signature(it)) for it in entries if _is_interesting(it.name))
    # A stat relative to the open folder is twice as fast, since no long path is resolved.
    handle = os.open(folder, os.O_RDONLY)
    try:
        names = sorted(name for name in os.listdir(handle) if _is_interesting(name))
        return [(name, _signature_at(handle, name)) for name in names]
    finally:
        os.close(handle)


def _is_interesting(name: str) -> bool:
    return name.endswith(_ENDINGS) or name[0] == "~"


def _signature(entry: os.DirEntry[str]) -> Signature | None:
    if not (entry.name.endswith(_DIST_INFO) and entry.is_dir(follow_symlinks=False)):
        return None
    found = entry.stat(follow_symlinks=False)
    return found.st_mtime_ns, found.st_ino


def _signature_at(handle: int, name: str) -> Signature | None:
    if not name.endswith(_DIST_INFO):
        return None
    try:
        found = os.stat(name, dir_fd=handle, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def _dist_info(file_name: str, path: str) -> Distribution | None:
    split = split_dist_info(file_name[: -len(_DIST_INFO)])
    if split is None:
        return None
    name, version = split
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
    if "RECORD" in names and _is_cut(os.path.join(path, "RECORD"), file_name):
        # From a full disk: uv reports success nevertheless, and later removes only a part.
        damage = (*damage, "record-cut")
    if "direct_url.json" in names and not is_direct_url(direct_url):
        damage = (*damage, "origin")
    if "uv_cache.json" in names and not is_cache_info(cache_info):
        damage = (*damage, "cache-info")
    return Distribution(
        name,
        version,
        path,
        direct_url=direct_url,
        cache_info=cache_info,
        tags=tags,
        damage=damage,
        broken_links=broken,
        is_built_by_settings="uv_build.json" in names and bool(_json(path, "uv_build.json")),
    )


def _is_cut(path: str, dist_info: str) -> bool:
    """Whether a RECORD is incomplete; raises OSError if it cannot be read."""
    try:
        record = _read_bytes(path)
    except IsADirectoryError:
        return True
    return record is None or not is_whole_record(record, dist_info)


def _read_bytes(path: str) -> bytes | None:
    """The content of a small file; None for a link to a target that is gone."""
    try:
        return read_small(path)
    except FileNotFoundError:
        return None


def _json(folder: str, name: str) -> dict[str, object] | None:
    text = _read_text(os.path.join(folder, name))
    return read_json(text) if text is not None else None


def _read_text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace", opener=open_small) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _egg(file_name: str, path: str) -> Distribution | None:
    stem = file_name.rpartition(".")[0]
    if file_name.endswith(".egg-link"):
        return _egg_link(path, stem)
    name, version = split_egg_info(stem)
    if not version:
        inside = os.path.join(path, "PKG-INFO") if is_folder(path) else path
        metadata = _read_text(inside)
        version = checked_version(read_version(metadata)[1]) if metadata else ""
    return Distribution(name, version, path, "egg-info") if version else None


def _egg_link(path: str, stem: str) -> Distribution | None:
    lines = (_read_text(path) or "").split("\n")
    target = next((line.strip() for line in lines if line.strip()), "")
    folder = named_path(target, os.path.dirname(path)) if target else ""
    if not folder:
        return None
    metadata = _read_text(os.path.join(folder, f"{stem.replace('-', '_')}.egg-info", "PKG-INFO"))
    name, version = read_version(metadata or "")
    if not name or not version:
        return None
    return Distribution(checked_name(name), checked_version(version), path, "egg-link")
