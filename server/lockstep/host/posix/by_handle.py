"""Opens the folders of paths without following links, for calls relative to a descriptor.

Between a check of a path and its use, another user of a shared folder can replace a folder by a
link. A call with `dir_fd` (openat(2) and its kin) acts in the folder that was opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

assert sys.platform != "win32"

# O_PATH needs no permission to read the folder; macOS does not have it.
_OPENING = os.O_DIRECTORY | os.O_CLOEXEC
if sys.platform == "linux":
    _OPENING |= os.O_PATH


class Place(NamedTuple):
    """Where an entry is or will be: the descriptor of its folder, and its name there."""

    folder: int
    name: str


@contextmanager
def opened(*paths: str) -> Iterator[tuple[Place, ...]]:
    """Open the folders of absolute paths; they are closed when the block ends.

    Links are followed only above the folder that contains all paths and its parent: the entries of
    an aside folder are in `.lockstep/<number>`. An error in the block gets the paths as its file
    names, as if the call had been made with them.

    Yields the place of each path, in the order of the paths. The entry itself need not exist.

    Raises:
        OSError: a folder cannot be opened, or is a link where none is followed.
    """
    common = os.path.commonpath([os.path.dirname(it) for it in paths])
    base = os.path.dirname(os.path.dirname(common))
    try:
        with ExitStack() as stack:
            yield tuple(_place(stack, base, it) for it in paths)
    except OSError as mistake:
        mistake.filename, mistake.filename2 = (*paths, None)[:2]
        raise


def _place(stack: ExitStack, base: str, path: str) -> Place:
    folder, name = os.path.split(path)
    below = os.path.relpath(folder, base)
    here = _open(stack, base, 0, None)
    for it in below.split(os.sep) if below != os.curdir else ():
        here = _open(stack, it, os.O_NOFOLLOW, here)
    return Place(here, name)


def _open(stack: ExitStack, path: str, how: int, above: int | None) -> int:
    number = os.open(path, _OPENING | how, dir_fd=above)
    stack.callback(os.close, number)
    return number
