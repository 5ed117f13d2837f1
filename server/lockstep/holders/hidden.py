"""Finds held files with a holder that is not visible: an elevated program or an antivirus."""

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
    """The paths that are held, but not by any of the known holders.

    Paths that are not files, or of which the state cannot be found out, are left out.

    Args:
        host: the platform.
        root: the real path of the environment.
        paths: the paths to test. If empty, all files of the environment with an extension in
            `LOADABLE`: programs and libraries on Windows, nothing on other systems.
        holders: the known holders.

    Returns paths as given, or absolute ones if `paths` is empty.

    Raises:
        OSError: as `take_inventory`, on Windows.
    """
    known = {file for it in holders for file in it.files}
    asked = tuple(paths) or tuple(_loadable(root))
    plain = (it for it in asked if it not in known and os.path.isfile(it))
    return tuple(it for it in plain if _is_held(host, it, root))


def _is_held(host: Host, path: str, root: str) -> bool:
    try:
        return host.is_held(path, root)
    except OSError:
        # The answer is only displayed, and an unknown state must not be shown as held.
        return False


def _loadable(root: str) -> Iterator[str]:
    if platform.LOADABLE:
        for path, _ in take_inventory(root).paths():
            if path.lower().endswith(platform.LOADABLE):
                yield os.path.join(root, path)
