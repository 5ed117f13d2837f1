"""Files that somebody holds whom the system does not show: an elevated program, an antivirus."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from .. import host as platform
from ..aside.inventory import take_inventory
from ..host.contract import Host
from ..model.holder import Holder


def hidden_files(
    host: Host, root: str, paths: Iterable[str], holders: Iterable[Holder]
) -> tuple[str, ...]:
    """The paths that could not be deleted although none of these holders has them.

    Without paths all programs and libraries below a real path are asked about, where the platform
    tells them by their names: on Windows these are what is held, and cannot be deleted.
    """
    known = {file for it in holders for file in it.files}
    asked = tuple(paths) or tuple(_loadable(root))
    plain = (it for it in asked if it not in known and os.path.isfile(it))
    return tuple(it for it in plain if _is_held(host, it, root))


def _is_held(host: Host, path: str, root: str) -> bool:
    try:
        return host.is_held(path, root)
    except OSError:
        # Only shown; and no program is named for what the system does not tell.
        return False


def _loadable(root: str) -> Iterator[str]:
    if platform.LOADABLE:
        for path, _ in take_inventory(root).paths():
            if path.lower().endswith(platform.LOADABLE):
                yield os.path.join(root, path)
