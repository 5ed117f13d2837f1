"""Links that part for a while, and return to their places when an installer has ended."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..host.contract import Host
from ..host.existence import exists, is_real_folder
from .aside_folder import AsideFolder
from .moving import bring_back


def restore_links(
    host: Host, aside_folder: AsideFolder, root: str, unlinked: Mapping[str, int]
) -> None:
    """Put what was set aside under these numbers back in its place.

    Where something else stands there now, or a folder on its way is none any more, it stays aside.

    Raises:
        OSError: the system refuses one of the moves.
    """
    for path, number in unlinked.items():
        where = os.path.join(root, path)
        if not exists(aside_folder.place(number)):
            continue
        if not exists(where) and _make_way(host, os.path.dirname(where)):
            bring_back(host, aside_folder, aside_folder.place(number), where)


def _make_way(host: Host, folder: str) -> bool:
    """Whether a folder is there; an installer removes those in which it leaves nothing."""
    if exists(folder):
        return is_real_folder(folder)
    if not _make_way(host, os.path.dirname(folder)):
        return False
    host.make_folder(folder)
    return True
