"""Where the journal of an environment lies: in the user's state folder, by the real path."""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from ..errors import Refused, advice_on, said_by_system
from ..host.places import state_root

_JOURNAL = "journal.jsonl"
_ROOMS = "rooms"
_BASE, _ENDING = "inventory-", ".txt"


class StateFolder(NamedTuple):
    """The folder of one environment; it outlives the environment."""

    path: str

    @property
    def journal(self) -> str:
        """There is one while a sync is at work, or after one that was cut off."""
        return os.path.join(self.path, _JOURNAL)

    @property
    def inventory(self) -> str:
        """The environment before the sync."""
        return os.path.join(self.path, "picture.json")

    def base(self, digest: str) -> str:
        """An inventory that others refer to, by the digest of its bytes."""
        return os.path.join(self.path, f"{_BASE}{digest}{_ENDING}")

    def bases(self) -> tuple[str, ...]:
        """The digests of all such inventories: one, or two where a transaction was cut off."""
        names = (it for it in sorted(os.listdir(self.path)) if it.startswith(_BASE))
        return tuple(it[len(_BASE) : -len(_ENDING)] for it in names if it.endswith(_ENDING))

    @property
    def guard(self) -> str:
        """What lets one sync at a time work on the environment."""
        return os.path.join(self.path, "guard")

    @property
    def aside_folders(self) -> str:
        """The aside folders of earlier syncs that still hold something, a line each."""
        return os.path.join(self.path, _ROOMS)

    def kept(self, number: int) -> str:
        """The bytes that a file of the project had before the sync."""
        return os.path.join(self.path, f"kept-{number}")


def state_folder(environment: str, base: str = "") -> StateFolder:
    """The state folder of the environment at a real path, made where it is not there yet.

    Raises:
        Refused: it cannot be made, so nothing could be undone after a crash.
    """
    path = _place(environment, base)
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
    except OSError as mistake:
        what = f"no journal can be kept: {said_by_system(mistake)}"
        raise Refused(what, f"{advice_on(mistake)}, or set XDG_STATE_HOME") from mistake
    return StateFolder(path)


def journal_path(environment: str, base: str = "") -> str:
    """Where the journal of the environment at a real path would be; nothing is made."""
    return os.path.join(_place(environment, base), _JOURNAL)


def aside_list_path(environment: str) -> str:
    """Where the list of aside folders of the environment at a real path would be."""
    return os.path.join(_place(environment), _ROOMS)


def _place(environment: str, base: str = "") -> str:
    key = hashlib.sha256(os.path.normcase(environment).encode("utf-8", "surrogateescape"))
    return os.path.join(base or state_root(), "environments", key.hexdigest()[:20])
