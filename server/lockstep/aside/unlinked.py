"""Restores the symlinks that are set aside only while the installer runs.

They lead out of the environment, where the installer must not write.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..host.contract import Host
from ..host.existence import exists, is_real_folder
from .context import Context
from .moving import bring_back


def restore_links(context: Context, unlinked: Mapping[str, int]) -> None:
    """Move links back from the aside folder to their places.

    A link stays in the aside folder if its place is taken, or if something other than a folder is
    in the place of one of its parents. Missing parents are created.

    Args:
        context: the environment.
        unlinked: the number of each link by its path relative to the environment.

    Raises:
        OSError: the system refuses one of the moves, or the state of a path could not be found out.
    """
    for path, number in unlinked.items():
        where = context.path(path)
        if not exists(context.kept(number)):
            continue  # an earlier, interrupted recovery has restored it
        if not exists(where) and _make_way(context.host, os.path.dirname(where)):
            bring_back(context, context.kept(number), where)


def _make_way(host: Host, folder: str) -> bool:
    """Create a folder and its parents if they are missing.

    The installer removes folders that it has emptied. Returns False if something other than a
    folder is in the way.

    Raises:
        OSError: a folder cannot be created, or the state of a path could not be found out.
    """
    if exists(folder):
        return is_real_folder(folder)
    if not _make_way(host, os.path.dirname(folder)):
        return False
    host.make_folder(folder)
    return True
