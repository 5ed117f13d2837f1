"""The folder with the journal of an environment, in the user's state folder.

Its name is a hash of the environment's real path, so that no file of a project can choose it.
"""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from ..errors import Refused, advice_on, said_by_system
from ..host.places import state_root

# These names do not change: a newer version has to recover what an older one left.
_JOURNAL = "journal.jsonl"
_ROOMS = "rooms"
_BASE, _ENDING = "inventory-", ".txt"


class StateFolder(NamedTuple):
    """The state folder of one environment, and the absolute paths of the files in it.

    The files need not exist. When the environment is gone, a later command deletes the folder
    (`transaction/gone`).

    Attributes:
        path: the absolute path of the folder.
    """

    path: str

    @property
    def journal(self) -> str:
        """The journal, which exists during a transaction, and after one that was interrupted."""
        return os.path.join(self.path, _JOURNAL)

    @property
    def inventory(self) -> str:
        """The inventory of the environment before the transaction; see `saved_inventory`."""
        return os.path.join(self.path, "picture.json")

    def base(self, digest: str) -> str:
        """The base with this digest; see `saved_inventory`."""
        return os.path.join(self.path, f"{_BASE}{digest}{_ENDING}")

    def bases(self) -> tuple[str, ...]:
        """The digests of all bases, sorted: at most one, or two after an interrupted transaction.

        Raises:
            OSError: the state folder cannot be listed.
        """
        names = (it for it in sorted(os.listdir(self.path)) if it.startswith(_BASE))
        return tuple(it[len(_BASE) : -len(_ENDING)] for it in names if it.endswith(_ENDING))

    @property
    def guard(self) -> str:
        """The file of which the lock allows one transaction at a time on the environment."""
        return os.path.join(self.path, "guard")

    @property
    def aside_folders(self) -> str:
        """The list of aside folders that are not empty yet, as JSON; see `aside_list`."""
        return os.path.join(self.path, _ROOMS)

    @property
    def environment(self) -> str:
        """The file with the real path of the environment, as JSON; see `state_folders`."""
        return os.path.join(self.path, "environment.json")

    @property
    def owner(self) -> str:
        """The file with the pid and start time of the process that took the guard last, as JSON."""
        return os.path.join(self.path, "owner.json")

    @property
    def outcomes(self) -> str:
        """The file with the last outcomes of commands on the environment, as JSON."""
        return os.path.join(self.path, "outcomes.json")

    def kept(self, number: int) -> str:
        """The copy of manifest or lockfile from before the transaction, by its number."""
        return os.path.join(self.path, f"kept-{number}")


def state_folder(environment: str, base: str = "") -> StateFolder:
    """The state folder of an environment, which is created if necessary, for this user only.

    Args:
        environment: the real path of the environment.
        base: the folder of all of Lockstep's state; by default (empty) the user's.

    Raises:
        Refused: it cannot be created, and without a journal no transaction may begin.
    """
    path = _place(environment, base)
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
    except OSError as mistake:
        what = f"no journal can be kept: {said_by_system(mistake)}"
        raise Refused(what, f"{advice_on(mistake)}, or set XDG_STATE_HOME") from mistake
    return StateFolder(path)


def journal_path(environment: str, base: str = "") -> str:
    """The absolute path of the journal of an environment (by its real path); creates nothing.

    `base` is another place for all state, for tests.
    """
    return os.path.join(_place(environment, base), _JOURNAL)


def aside_list_path(environment: str) -> str:
    """The absolute path of the list of aside folders of an environment (by its real path)."""
    return os.path.join(_place(environment), _ROOMS)


def _place(environment: str, base: str = "") -> str:
    # On Windows a path has many spellings; on POSIX it may have bytes that are no UTF-8.
    key = hashlib.sha256(os.path.normcase(environment).encode("utf-8", "surrogateescape"))
    return os.path.join(environments_folder(base), key.hexdigest()[:20])


def environments_folder(base: str = "") -> str:
    """The path of the folder that contains the state folders of all environments; creates nothing.

    `base` is another place for all state, for tests.
    """
    return os.path.join(base or state_root(), "environments")


def is_state_folder_of(path: str, environment: str) -> bool:
    """Whether a state folder (by its path) has the name for an environment (by its real path)."""
    return os.path.basename(path) == os.path.basename(_place(environment))
