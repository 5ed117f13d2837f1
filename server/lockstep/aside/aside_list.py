"""The list of an environment's aside folders that are not empty yet, and their sweep."""

from __future__ import annotations

import json

from ..host.contract import Host
from ..host.files import read_bytes, replace_bytes
from .aside_folder import sweep_aside_folder
from .state_folder import StateFolder, aside_list_path


def sweep(host: Host, state: StateFolder) -> tuple[str, ...]:
    """Sweep the aside folders on the list.

    Returns the paths of those that are left, because a file in them is held or cannot be deleted.

    Raises:
        OSError: the list cannot be read or written.
    """
    aside_folders = listed_aside_folders(state)
    left = tuple(it for it in aside_folders if not sweep_aside_folder(host, it))
    if left != aside_folders:
        _write_aside_folders(state, left)
    return left


def aside_folders_left(environment: str) -> tuple[str, ...]:
    """The aside folders that the last sweep could not delete.

    Args:
        environment: the real path of the environment.

    Returns absolute paths.

    Raises:
        OSError: the list exists, but cannot be read.
    """
    return _listed(aside_list_path(environment))


def remember(state: StateFolder, aside_folder: str) -> None:
    """Add the path of an aside folder to the list, so that later sweeps delete it.

    Raises:
        OSError: the list cannot be read or written.
    """
    aside_folders = listed_aside_folders(state)
    if aside_folder not in aside_folders:
        _write_aside_folders(state, (*aside_folders, aside_folder))


def listed_aside_folders(state: StateFolder) -> tuple[str, ...]:
    """The aside folders on the list, whether they exist or not.

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
