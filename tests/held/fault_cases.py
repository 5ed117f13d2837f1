"""One fault of each class at each stage of a command, for the golden messages about them."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .injection import ANY, NAMES, NEEDS_ROOM, OPENS, WRITES, Call, Fault

_JOURNAL, _SITE = "journal.jsonl", "/site-packages"

UNREADABLE = Fault(errno.EIO, ANY, goes_on=True)
DENIED = Fault(errno.EACCES, NAMES, goes_on=True)
NO_DESCRIPTORS = Fault(errno.EMFILE, OPENS, goes_on=True)
FULL = Fault(errno.ENOSPC, NEEDS_ROOM, goes_on=True)
READ_ONLY = Fault(errno.EROFS, WRITES, goes_on=True)


class FirstCall(NamedTuple):
    """The first call to fail, among the calls with this name and path ending.

    `place` is its index among them; a negative one counts from the end. Without a name, every call
    matches.
    """

    name: str = ""
    ending: str = ""
    place: int = 0

    def matches(self, call: Call) -> bool:
        """Whether a call is among those that `place` counts."""
        return not self.name or (call.name == self.name and call.path.endswith(self.ending))


FROM_START = FirstCall()
# The line that journals uv's exit; the last line journals the verification.
UV_ENDED = FirstCall("write", _JOURNAL, -2)
VERIFIED = FirstCall("write", _JOURNAL, -1)


class FaultCase(NamedTuple):
    """A fault in a scene of `injected_scenes`, from a first call on."""

    scene: str
    fault: Fault
    first: FirstCall = FROM_START


def _on(fault: Fault, ending: str) -> Fault:
    return fault._replace(ending=ending)


FAULT_CASES: Mapping[str, FaultCase] = MappingProxyType(
    {
        # Before the first effect.
        "manifest_unreadable": FaultCase("sync", _on(UNREADABLE, "/pyproject.toml")),
        "lockfile_unreadable": FaultCase("sync", _on(UNREADABLE, "/uv.lock")),
        "environment_unreadable": FaultCase("sync", _on(UNREADABLE, "/pyvenv.cfg")),
        "packages_unreadable": FaultCase("sync", _on(UNREADABLE, _SITE)),
        "record_unreadable": FaultCase("sync", _on(UNREADABLE, "three-1.0.dist-info/RECORD")),
        "state_full": FaultCase("sync", FULL),
        "state_read_only": FaultCase("sync", READ_ONLY),
        "state_denied": FaultCase("sync", _on(DENIED, "/guard")),
        "no_file_descriptors": FaultCase(
            "sync", NO_DESCRIPTORS, FirstCall("open64", "/owner.json")
        ),
        "journal_fails": FaultCase("sync", UNREADABLE, FirstCall("write", _JOURNAL)),
        # While files are set aside.
        "aside_full": FaultCase("sync", FULL, FirstCall("mkdirat", "/.lockstep")),
        "aside_read_only": FaultCase("sync", READ_ONLY, FirstCall("mkdirat", "/.lockstep")),
        "inventory_full": FaultCase("sync", FULL, FirstCall("write", "picture.json")),
        "inventory_unreadable": FaultCase(
            "sync", _on(UNREADABLE, _SITE), FirstCall("mkdirat", "/.lockstep")
        ),
        "link_full": FaultCase("sync", FULL, FirstCall("linkat", "/1/7")),
        "link_denied": FaultCase("sync", _on(DENIED, "/1/7"), FirstCall("linkat", "/1/7")),
        "held_full": FaultCase("free", FULL, FirstCall("write", "/1/1")),
        "lock_full": FaultCase("lock", FULL, FirstCall("write", "kept-2")),
        "recreate_denied": FaultCase(
            "recreate", _on(DENIED, "/1/2"), FirstCall("renameat", "/1/2")
        ),
        # After the installer has exited.
        "result_unreadable": FaultCase("sync", _on(UNREADABLE, _SITE), UV_ENDED),
        "result_full": FaultCase("sync", FULL, UV_ENDED),
        "end_full": FaultCase("sync", FULL, VERIFIED),
        "end_read_only": FaultCase("sync", READ_ONLY, FirstCall("unlink", _JOURNAL)),
        "aside_unlink_denied": FaultCase("sync", DENIED, FirstCall("unlinkat", "/1/7")),
        # During the rollback.
        "rollback_full": FaultCase("sync-fails", FULL, VERIFIED),
        "rollback_read_only": FaultCase("sync-fails", READ_ONLY, FirstCall("renameat", "/1/17")),
        "rollback_denied": FaultCase(
            "sync-fails", _on(DENIED, "/site-packages/three.py"), FirstCall("renameat", "/1/17")
        ),
        "rollback_unreadable": FaultCase("sync-fails", _on(UNREADABLE, _SITE), VERIFIED),
        "rollback_end_read_only": FaultCase("sync-fails", READ_ONLY, FirstCall("unlink", _JOURNAL)),
        "lock_rollback_read_only": FaultCase(
            "lock-fails", READ_ONLY, FirstCall("renameat", "/1/17")
        ),
        "recreate_rollback_denied": FaultCase(
            "recreate-fails", _on(DENIED, "/1/2"), FirstCall("renameat", "/1/2")
        ),
        # During a recovery.
        "recovery_unreadable": FaultCase("cut-sync-5", _on(UNREADABLE, _JOURNAL)),
        "recovery_inventory": FaultCase("cut-sync-5", _on(UNREADABLE, "/picture.json")),
        "recovery_aside": FaultCase("cut-sync-5", _on(UNREADABLE, "/.lockstep/1")),
        "recovery_read_only": FaultCase("cut-sync-5", READ_ONLY),
        # Where the whole environment is deleted.
        "delete_denied": FaultCase("delete", DENIED, FirstCall("renameat", "/1/1")),
        "delete_full": FaultCase("delete", FULL, FirstCall("mkdirat", "/.lockstep")),
        "delete_unlink_denied": FaultCase("delete", DENIED, FirstCall("unlinkat", "", 0)),
        "delete_read_only": FaultCase("delete", READ_ONLY, FirstCall("unlink", _JOURNAL)),
    }
)
