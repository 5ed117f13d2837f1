"""The list of an environment's aside folders that are not empty yet, and their sweep.

A list that is missing or is no valid JSON counts as empty.
"""

from __future__ import annotations

import json

from ..host.contract import Host
from ..host.files import read_bytes, replace_bytes
from .aside_folder import sweep_aside_folder
from .state_folder import StateFolder, aside_list_path


def sweep(host: Host, state: StateFolder) -> tuple[str, ...]:
    """Sweep the aside folders on the list, and remove from the list those that are gone.

    Returns the absolute paths of those that are left, because something in them is held or cannot
    be deleted.

    Raises:
        OSError: the list cannot be read or written.
    """
    aside_folders = listed_aside_folders(state)
    left = tuple(it for it in aside_folders if not sweep_aside_folder(host, it))
    if left != aside_folders:
        _write_aside_folders(state, left)
    return left


def aside_folders_left(environment: str) -> tuple[str, ...]:
    """The absolute paths of an environment's aside folders on the list, whether they exist or not.

    They are those that the last sweep could not delete.

    Args:
        environment: the real path of the environment.

    Raises:
        OSError: the list exists, but cannot be read.
    """
    return _listed(aside_list_path(environment))


def remember(state: StateFolder, aside_folder: str) -> None:
    """Add the absolute path of an aside folder to the list, so that later sweeps delete it.

    Raises:
        OSError: the list cannot be read or written.
    """
    aside_folders = listed_aside_folders(state)
    if aside_folder not in aside_folders:
        _write_aside_folders(state, (*aside_folders, aside_folder))


def listed_aside_folders(state: StateFolder) -> tuple[str, ...]:
    """The absolute paths of the aside folders on the list, whether they exist or not.

    Raises:
        OSError: the list exists, but cannot be read.
    """
    return _listed(state.aside_folders)


def _listed(path: str) -> tuple[str, ...]:
    try:
        found = json.loads(read_bytes(path) or b"[]")
    except ValueError:
        return ()
    return tuple(it for it in found if isinstance(it, str)) if isinstance(found, list) else ()


def _write_aside_folders(state: StateFolder, aside_folders: tuple[str, ...]) -> None:
    replace_bytes(state.aside_folders, json.dumps(aside_folders).encode("ascii"))
