"""What each platform answers: one table, a line for each case.

`windows` is what Windows documents, and what its own run of these tests holds it to. `wine` stands
where Wine answers otherwise; the code must do with either.
"""

from __future__ import annotations

import sys
from typing import NamedTuple


class Answers(NamedTuple):
    """The answers of three platforms; ` or ` where both are right."""

    posix: str
    windows: str
    wine: str = ""

    def here(self) -> list[str]:
        """Those of the platform that runs this."""
        return (self.windows if sys.platform == "win32" else self.posix).split(" or ")

    def under_wine(self) -> list[str]:
        """Those of Wine."""
        return (self.wine or self.windows).split(" or ")


_NO_LINK = "done: [False], nothing there"
_NEVER_HELD = "not held"
_DONE = Answers("done", "done")

EXPECTED: dict[str, Answers] = {
    "is held: free": Answers(_NEVER_HELD, "not held"),
    "is held: read-only": Answers(_NEVER_HELD, "held"),
    "is held: running": Answers(_NEVER_HELD, "held"),
    "is held: loaded": Answers(_NEVER_HELD, "held"),
    "is held: open, all shared": Answers(_NEVER_HELD, "not held"),
    "is held: open, no writing": Answers(_NEVER_HELD, "held"),
    "is held: open, no deleting": Answers(_NEVER_HELD, "held"),
    "is held: a link of a running program": Answers(_NEVER_HELD, "held"),
    "is held: nothing": Answers(_NEVER_HELD, "not held"),
    "rename: free": _DONE,
    "rename: read-only": _DONE,
    "rename: running": _DONE,
    "rename: loaded": _DONE,
    "rename: open, all shared": _DONE,
    "rename: open, no writing": Answers("done", "error 32"),
    "rename: open, no deleting": Answers("done", "error 32"),
    "rename: onto a file": Answers("EEXIST", "error 183"),
    "rename: nothing": Answers("ENOENT", "error 2"),
    "rename: to another volume": Answers("EXDEV", "error 17"),
    "rename: a folder": _DONE,
    "rename: a folder with a running program": _DONE,
    # Wine knows of the file alone, and not of the folders above it.
    "rename: a folder with an open file": Answers("done", "error 5", "done"),
    "rename: a folder where somebody stands": Answers("done", "error 5 or error 32"),
    "link: free": _DONE,
    "link: read-only": _DONE,
    "link: running": _DONE,
    "link: loaded": _DONE,
    "link: open, all shared": _DONE,
    "link: open, no writing": _DONE,
    "link: open, no deleting": _DONE,
    "link: onto a file": Answers("EEXIST", "error 183"),
    "link: to another volume": Answers(_NO_LINK, _NO_LINK),
    "copy: free": _DONE,
    "copy: read-only": _DONE,
    "copy: running": _DONE,
    "copy: loaded": _DONE,
    "copy: open, all shared": _DONE,
    "copy: open, no writing": _DONE,
    "copy: open, no deleting": _DONE,
    "remove: free": _DONE,
    "remove: read-only": _DONE,
    "remove: running": Answers("done", "error 5"),
    "remove: loaded": Answers("done", "error 5"),
    # Older Wine knows no deletion as POSIX has it: the name stays until the last handle goes.
    "remove: open, all shared": Answers("done", "done", "done, still named or done"),
    "remove: open, no writing": Answers("done", "error 32"),
    "remove: open, no deleting": Answers("done", "error 32"),
    "remove: a folder": _DONE,
    "remove: a full folder": Answers("ENOTEMPTY", "error 145"),
    "remove: nothing": Answers("ENOENT", "error 2"),
    "remove: a link of a running program": Answers("done", "done", "error 5 or done"),
    "remove: a link of what is read-only": Answers("read-only", "read-only"),
    "make a folder: that is there": Answers("EEXIST", "error 183"),
    "make a folder: in nothing": Answers("ENOENT", "error 3"),
    "hold: twice": Answers("held once", "held once"),
    "hold: what its holder deletes": Answers("a new file", "a new file"),
    "a long path": Answers("not held", "not held"),
}
