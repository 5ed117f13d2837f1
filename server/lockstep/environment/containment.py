"""Resolves the paths of RECORDs, and rejects those that lead out of the environment."""

from __future__ import annotations

import os

from ..host.links import leads_elsewhere
from ..host.long_paths import extended
from ..host.named_paths import HAS_DEVICES, is_device
from .dist_info import is_inside
from .links import real_folder

_ODD = frozenset(("", ".", ".."))


class Containment:
    """Resolves paths of one environment; caches the real path of each folder.

    An object may be shared between threads without a lock: at worst two of them compute the same
    entry.

    Args:
        environment: the absolute path of the environment.
    """

    def __init__(self, environment: str) -> None:
        self._top = environment
        self._root = real_folder(environment)
        self._real: dict[str, str] = {environment: self._root}
        self._depths: dict[str, int] = {}

    def file(self, site_packages: str, path: str) -> str:
        """The path to open for an entry of a RECORD; empty if it is not inside the environment.

        Its folders are resolved; the file itself may still be a link, or may not exist.

        Args:
            site_packages: the absolute path of the folder to which the entry is relative.
            path: the entry. The name of a device on Windows counts as outside.
        """
        if os.sep != "/":
            path = path.replace(os.sep, "/")
        if HAS_DEVICES and is_device(path):
            return ""
        folder, _, name = path.rpartition("/")
        place = f"{site_packages}{os.sep}{folder}"
        real = self._real.get(place)
        if real is None:
            real = self._real[place] = self._folder(site_packages, folder)
        is_file = real and name not in _ODD and "\0" not in name
        return f"{real}{os.sep}{name}" if is_file else ""

    def target(self, link: str) -> str:
        """The real path of a link's target; empty if it is not inside the environment."""
        found = os.path.realpath(link)
        return found if found.startswith(os.path.join(self._root, "")) else ""

    def _folder(self, site_packages: str, folder: str) -> str:
        if not is_inside(folder or ".", self._depth(site_packages)):
            return ""
        place = os.path.join(site_packages, folder)
        is_plain = folder and _ODD.isdisjoint(folder.split("/"))
        return self._below(place if is_plain else os.path.normpath(place))

    def _depth(self, site_packages: str) -> int:
        known = self._depths.get(site_packages)
        if known is None:
            known = len(os.path.relpath(site_packages, self._top).split(os.sep))
            self._depths[site_packages] = known
        return known

    def _below(self, folder: str) -> str:
        """Resolve a folder one component at a time, so that each costs one lstat for all files.

        It stops at the first component that does not exist. A hostile RECORD may name a path of
        thousands of components, and resolving each of its prefixes would take quadratic time.
        """
        folder = folder.replace("/", os.sep)
        prefix = os.path.join(self._top.replace("/", os.sep), "")
        if not folder.startswith(prefix):
            return self._root if f"{folder}{os.sep}" == prefix else ""
        at, known = prefix.rstrip(os.sep), self._root
        parts = folder[len(prefix) :].split(os.sep)
        for number, name in enumerate(parts):
            at, above = f"{at}{os.sep}{name}", known
            found = self._real.get(at)
            if found is None:
                found = self._resolved(f"{above}{os.sep}{name}")
            if found is None:
                return os.sep.join((above, *parts[number:]))
            known = self._real[at] = found
            if not known:
                return ""
        return known

    def _resolved(self, folder: str) -> str | None:
        """The real path of a folder; empty if it is outside, None if it does not exist."""
        try:
            found = os.lstat(extended(folder))
        except (OSError, ValueError):
            return None
        return self.target(folder) if leads_elsewhere(found) else folder
