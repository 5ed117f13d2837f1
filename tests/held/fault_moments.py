"""One fault of each class at each stage of a command, for the words about it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .injection import ANY, NAMES, NEEDS_ROOM, OPENS, WRITES, Call, Fault

_JOURNAL, _SITE = "journal.jsonl", "/site-packages"

UNREADABLE = Fault(errno.EIO, ANY, goes_on=True)
CLOSED = Fault(errno.EACCES, NAMES, goes_on=True)
NO_NUMBERS = Fault(errno.EMFILE, OPENS, goes_on=True)
FULL = Fault(errno.ENOSPC, NEEDS_ROOM, goes_on=True)
READ_ONLY = Fault(errno.EROFS, WRITES, goes_on=True)


class First(NamedTuple):
    """The first call that fails: the one with this place among those of a name and a path's end."""

    name: str = ""
    ending: str = ""
    place: int = 0

    def is_it(self, call: Call) -> bool:
        """Whether a call has the name and the end, or any call where there is no name."""
        return not self.name or (call.name == self.name and call.path.endswith(self.ending))


BEGINNING = First()
# The line that says how uv ended; the last line says that all of it was verified.
UV_ENDED = First("write", _JOURNAL, -2)
VERIFIED = First("write", _JOURNAL, -1)


class FaultMoment(NamedTuple):
    """A fault in a scene of `injected_scenes`, from its first call on."""

    scene: str
    fault: Fault
    first: First = BEGINNING


def _of(fault: Fault, ending: str) -> Fault:
    return fault._replace(ending=ending)


FAULT_MOMENTS: Mapping[str, FaultMoment] = MappingProxyType(
    {
        # Before anything is begun.
        "manifest_unreadable": FaultMoment("sync", _of(UNREADABLE, "/pyproject.toml")),
        "lockfile_unreadable": FaultMoment("sync", _of(UNREADABLE, "/uv.lock")),
        "environment_unreadable": FaultMoment("sync", _of(UNREADABLE, "/pyvenv.cfg")),
        "packages_unreadable": FaultMoment("sync", _of(UNREADABLE, _SITE)),
        "record_unreadable": FaultMoment("sync", _of(UNREADABLE, "three-1.0.dist-info/RECORD")),
        "state_full": FaultMoment("sync", FULL),
        "state_read_only": FaultMoment("sync", READ_ONLY),
        "state_closed": FaultMoment("sync", _of(CLOSED, "/guard")),
        "no_file_numbers": FaultMoment("sync", NO_NUMBERS, First("open64", "/owner.json")),
        "journal_fails": FaultMoment("sync", UNREADABLE, First("write", _JOURNAL)),
        # While files are set aside.
        "aside_full": FaultMoment("sync", FULL, First("mkdirat", "/.lockstep")),
        "aside_read_only": FaultMoment("sync", READ_ONLY, First("mkdirat", "/.lockstep")),
        "inventory_full": FaultMoment("sync", FULL, First("write", "picture.json")),
        "inventory_unreadable": FaultMoment(
            "sync", _of(UNREADABLE, _SITE), First("mkdirat", "/.lockstep")
        ),
        "link_full": FaultMoment("sync", FULL, First("linkat", "/1/7")),
        "link_closed": FaultMoment("sync", _of(CLOSED, "/1/7"), First("linkat", "/1/7")),
        "held_full": FaultMoment("free", FULL, First("write", "/1/1")),
        "lock_full": FaultMoment("lock", FULL, First("write", "kept-2")),
        "whole_closed": FaultMoment("recreate", _of(CLOSED, "/1/2"), First("renameat", "/1/2")),
        # When the installer has ended.
        "result_unreadable": FaultMoment("sync", _of(UNREADABLE, _SITE), UV_ENDED),
        "result_full": FaultMoment("sync", FULL, UV_ENDED),
        "end_full": FaultMoment("sync", FULL, VERIFIED),
        "end_read_only": FaultMoment("sync", READ_ONLY, First("unlink", _JOURNAL)),
        "aside_stays": FaultMoment("sync", CLOSED, First("unlinkat", "/1/7")),
        # While everything is put back.
        "back_full": FaultMoment("sync-fails", FULL, VERIFIED),
        "back_read_only": FaultMoment("sync-fails", READ_ONLY, First("renameat", "/1/17")),
        "back_closed": FaultMoment(
            "sync-fails", _of(CLOSED, "/site-packages/three.py"), First("renameat", "/1/17")
        ),
        "back_unreadable": FaultMoment("sync-fails", _of(UNREADABLE, _SITE), VERIFIED),
        "back_end_read_only": FaultMoment("sync-fails", READ_ONLY, First("unlink", _JOURNAL)),
        "lock_back_read_only": FaultMoment("lock-fails", READ_ONLY, First("renameat", "/1/17")),
        "whole_back_closed": FaultMoment(
            "recreate-fails", _of(CLOSED, "/1/2"), First("renameat", "/1/2")
        ),
        # In a recovery.
        "recovery_unreadable": FaultMoment("cut-sync-5", _of(UNREADABLE, _JOURNAL)),
        "recovery_inventory": FaultMoment("cut-sync-5", _of(UNREADABLE, "/picture.json")),
        "recovery_aside": FaultMoment("cut-sync-5", _of(UNREADABLE, "/.lockstep/1")),
        "recovery_read_only": FaultMoment("cut-sync-5", READ_ONLY),
        # Where a whole environment goes.
        "delete_closed": FaultMoment("delete", CLOSED, First("renameat", "/1/1")),
        "delete_full": FaultMoment("delete", FULL, First("mkdirat", "/.lockstep")),
        "delete_stays": FaultMoment("delete", CLOSED, First("unlinkat", "", 0)),
        "delete_read_only": FaultMoment("delete", READ_ONLY, First("unlink", _JOURNAL)),
    }
)
