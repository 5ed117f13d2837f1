"""The expected result on each platform: one table, one line per case.

`windows` is what Windows documents; a run of these tests on Windows checks it. `wine` is set where
Wine differs; the code has to work with both.
"""

from __future__ import annotations

import sys
from typing import NamedTuple


class Expected(NamedTuple):
    """The expected results on three platforms; ` or ` separates alternatives."""

    posix: str
    windows: str
    wine: str = ""

    def here(self) -> list[str]:
        """The expected results on the platform of this process."""
        return (self.windows if sys.platform == "win32" else self.posix).split(" or ")

    def under_wine(self) -> list[str]:
        """The expected results under Wine."""
        return (self.wine or self.windows).split(" or ")


_NO_LINK = "done: [False], nothing there"
_NEVER_HELD = "not held"
_DONE = Expected("done", "done")

EXPECTED: dict[str, Expected] = {
    "is held: free": Expected(_NEVER_HELD, "not held"),
    "is held: read-only": Expected(_NEVER_HELD, "held"),
    "is held: running": Expected(_NEVER_HELD, "held"),
    "is held: loaded": Expected(_NEVER_HELD, "held"),
    "is held: open, all shared": Expected(_NEVER_HELD, "not held"),
    "is held: open, no writing": Expected(_NEVER_HELD, "held"),
    "is held: open, no deleting": Expected(_NEVER_HELD, "held"),
    "is held: a link of a running program": Expected(_NEVER_HELD, "held"),
    "is held: missing": Expected(_NEVER_HELD, "not held"),
    "rename: free": _DONE,
    "rename: read-only": _DONE,
    "rename: running": _DONE,
    "rename: loaded": _DONE,
    "rename: open, all shared": _DONE,
    "rename: open, no writing": Expected("done", "error 32"),
    "rename: open, no deleting": Expected("done", "error 32"),
    "rename: onto a file": Expected("EEXIST", "error 183"),
    "rename: missing": Expected("ENOENT", "error 2"),
    "rename: to another volume": Expected("EXDEV", "error 17"),
    "rename: a folder": _DONE,
    "rename: a folder with a running program": _DONE,
    # Wine checks only the file, not the folders above it.
    "rename: a folder with an open file": Expected("done", "error 5", "done"),
    "rename: a folder that is a working directory": Expected("done", "error 5 or error 32"),
    "link: free": _DONE,
    "link: read-only": _DONE,
    "link: running": _DONE,
    "link: loaded": _DONE,
    "link: open, all shared": _DONE,
    "link: open, no writing": _DONE,
    "link: open, no deleting": _DONE,
    "link: onto a file": Expected("EEXIST", "error 183"),
    "link: to another volume": Expected(_NO_LINK, _NO_LINK),
    "copy: free": _DONE,
    "copy: read-only": _DONE,
    "copy: running": _DONE,
    "copy: loaded": _DONE,
    "copy: open, all shared": _DONE,
    "copy: open, no writing": _DONE,
    "copy: open, no deleting": _DONE,
    "remove: free": _DONE,
    "remove: read-only": _DONE,
    "remove: running": Expected("done", "error 5"),
    "remove: loaded": Expected("done", "error 5"),
    # Older Wine has no POSIX deletion: the name stays until the last handle is closed.
    "remove: open, all shared": Expected("done", "done", "done, still named or done"),
    "remove: open, no writing": Expected("done", "error 32"),
    "remove: open, no deleting": Expected("done", "error 32"),
    "remove: a folder": _DONE,
    "remove: a full folder": Expected("ENOTEMPTY", "error 145"),
    "remove: missing": Expected("ENOENT", "error 2"),
    "remove: a link of a running program": Expected("done", "done", "error 5 or done"),
    "remove: a hard link of a read-only file": Expected("read-only", "read-only"),
    "make a folder: existing": Expected("EEXIST", "error 183"),
    "make a folder: without its parent": Expected("ENOENT", "error 3"),
    "lock: twice": Expected("held once", "held once"),
    "lock: a file that its holder deletes": Expected("a new file", "a new file"),
    "a long path": Expected("not held", "not held"),
}
