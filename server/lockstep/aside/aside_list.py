"""The aside folders of an environment that still hold something, and their sweep."""

from __future__ import annotations

import json

from ..host.contract import Host
from ..host.files import read_bytes, replace_bytes
from .aside_folder import sweep_aside_folder
from .state_folder import StateFolder, aside_list_path


def sweep(host: Host, state: StateFolder) -> tuple[str, ...]:
    """Delete what earlier syncs set aside; the aside folders that still hold something."""
    aside_folders = _aside_folders(state)
    left = tuple(it for it in aside_folders if not sweep_aside_folder(host, it))
    if left != aside_folders:
        _write_aside_folders(state, left)
    return left


def aside_folders_left(environment: str) -> tuple[str, ...]:
    """The aside folders of an environment (by its real path) that the last sweep left."""
    return _listed(aside_list_path(environment))


def remember(state: StateFolder, aside_folder: str) -> None:
    """Write down that an aside folder is to be swept."""
    aside_folders = _aside_folders(state)
    if aside_folder not in aside_folders:
        _write_aside_folders(state, (*aside_folders, aside_folder))


def _aside_folders(state: StateFolder) -> tuple[str, ...]:
    return _listed(state.aside_folders)


def _listed(path: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(read_bytes(path) or b"[]"))
    except ValueError:
        return ()


def _write_aside_folders(state: StateFolder, aside_folders: tuple[str, ...]) -> None:
    replace_bytes(state.aside_folders, json.dumps(aside_folders).encode("ascii"))
