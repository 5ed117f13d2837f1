"""The state folders of all environments: lists them, and deletes single ones."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress

from ..host.contract import Host
from ..host.existence import exists, is_real_folder
from ..host.files import bytes_if_readable
from .journal import read_journal
from .state_folder import StateFolder, environments_folder, is_state_folder_of

_FOLDER = re.compile(r"[0-9a-f]{20}")
# `.lockstep-` is that of a file of which the replacement was interrupted.
_FILE = re.compile(
    r"(?:\.lockstep-)?"
    r"(?:journal\.jsonl(?:\.reserve)?|picture\.json|inventory-[0-9a-f]+\.txt|guard|owner\.json"
    r"|environment\.json|outcomes\.json|rooms|kept-[0-9]+)"
)


def state_folders(base: str = "") -> tuple[StateFolder, ...]:
    """The state folders of all environments, sorted by their names; links are left out.

    Empty if Lockstep has no state yet. `base` is another folder for all state, for tests.

    Raises:
        OSError: they cannot be listed.
    """
    folder = environments_folder(base)
    if not exists(folder):
        return ()
    names = sorted(it for it in os.listdir(folder) if _FOLDER.fullmatch(it))
    paths = (os.path.join(folder, it) for it in names)
    return tuple(StateFolder(it) for it in paths if is_real_folder(it))


def remember_environment(state: StateFolder, environment: str) -> None:
    """Write down to which environment (by its real path) a state folder belongs.

    Only the deletion of the folder, when its environment is gone, depends on it, so an error is
    ignored: the folder is then never deleted by itself.
    """
    data = json.dumps(environment).encode("ascii")
    if bytes_if_readable(state.environment) == data:
        return
    with suppress(OSError), open(state.environment, "wb") as file:
        file.write(data)


def environment_of_state(state: StateFolder) -> str:
    """The real path of the environment of a state folder; empty if it is unknown.

    It is unknown in a folder of an earlier Lockstep without a journal, if it cannot be read, or if
    the recorded path is not that of an environment with this state folder.
    """
    try:
        found = json.loads(bytes_if_readable(state.environment) or b"0")
        if not isinstance(found, str):
            journaled = read_journal(state.journal)
            found = journaled.environment if journaled is not None else ""
        # A path that does not lead to this folder is damaged, or was put there.
        return found if found and is_state_folder_of(state.path, found) else ""
    except (OSError, ValueError, TypeError):
        return ""


def foreign_names(state: StateFolder) -> tuple[str, ...]:
    """The names in a state folder that Lockstep does not create, sorted.

    Raises:
        OSError: it cannot be listed.
    """
    return tuple(sorted(it for it in os.listdir(state.path) if not _FILE.fullmatch(it)))


def delete_state_folder(host: Host, state: StateFolder) -> bool:
    """Delete a state folder with the files that Lockstep has created in it.

    The caller holds the guard. The file of the guard is deleted last, so that no other process
    takes it before.

    Returns False if the folder is still there: it has other files, or the guard is still open.

    Raises:
        OSError: a file cannot be deleted, or the folder not be listed.
    """
    guard = os.path.basename(state.guard)
    names = (it for it in os.listdir(state.path) if _FILE.fullmatch(it))
    for name in sorted(names, key=lambda it: it == guard):
        host.remove(os.path.join(state.path, name))
    return remove_if_empty(host, state.path)


def remove_if_empty(host: Host, folder: str) -> bool:
    """Delete a folder if it is empty; returns True if there is none at the path then."""
    with suppress(OSError):
        host.remove(folder)
    return not os.path.lexists(folder)
