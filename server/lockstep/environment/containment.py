"""Where the paths of a RECORD really are; what leads out of the environment is nobody's to open."""

from __future__ import annotations

import os

from ..host.links import leads_elsewhere
from ..host.long_paths import extended
from ..host.named_paths import HAS_DEVICES, is_device
from .dist_info import is_inside
from .links import real_folder

_ODD = frozenset(("", ".", ".."))


class Containment:
    """Remembers the real folders of one environment, so that each is asked for once.

    Any thread may ask: at worst two of them find the same.
    """

    def __init__(self, environment: str) -> None:
        self._top = environment
        self._root = real_folder(environment)
        self._real: dict[str, str] = {environment: self._root}
        self._depths: dict[str, int] = {}

    def file(self, site_packages: str, path: str) -> str:
        """The path to open of a file of a RECORD; empty where it does not lie inside.

        The file itself may still be a link.
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
        """Where a link leads; empty where that is not inside."""
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
        """One look for each folder on the way, instead of one for the whole way of each.

        The way ends where nothing is: a RECORD may name more folders in each other than any disk
        has, and each would cost its whole path.
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
                found = self._looked_at(f"{above}{os.sep}{name}")
            if found is None:
                return os.sep.join((above, *parts[number:]))
            known = self._real[at] = found
            if not known:
                return ""
        return known

    def _looked_at(self, folder: str) -> str | None:
        """Where a folder really is; empty where that is not inside, None where nothing is there."""
        try:
            found = os.lstat(extended(folder))
        except (OSError, ValueError):
            return None
        return self.target(folder) if leads_elsewhere(found) else folder
