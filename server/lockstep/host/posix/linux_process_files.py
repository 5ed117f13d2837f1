"""Lists the files that processes use, from /proc (proc(5))."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from ...model.holder import How
from ..file_use import FileUse, Identity

assert sys.platform != "win32"

_DELETED = " (deleted)"
# A line of /proc/PID/maps: address, permissions, offset, device, inode, path.
_MAP = re.compile(rb"^\S+ \S+ \S+ ([0-9a-f]+):([0-9a-f]+) (\d+)\s+(/.*)$", re.MULTILINE)


def uses_of(pid: int) -> Iterator[FileUse]:
    """The files that a process uses, and its working directory.

    What was found before an error was already yielded.

    Raises:
        OSError: the process has ended, or this user may not read it.
    """
    yield from _use_of_link("image", f"/proc/{pid}/exe")
    yield from _use_of_link("cwd", f"/proc/{pid}/cwd")
    with open(f"/proc/{pid}/maps", "rb") as file:
        # A set: a library has a line for each of its segments.
        found = {match.groups() for match in _MAP.finditer(file.read())}
    for major, minor, inode, path in found:
        device = os.makedev(int(major, 16), int(minor, 16))
        name = os.fsdecode(path)
        yield FileUse("mapped", *_details(name, (device, int(inode))))
    for number in os.listdir(f"/proc/{pid}/fd"):
        yield from _use_of_link("open", f"/proc/{pid}/fd/{number}")


def _use_of_link(how: How, link: str) -> Iterator[FileUse]:
    try:
        path = os.readlink(link)
        # Others are pipes and sockets. The link leads to the file itself, also to a deleted one.
        if path.startswith("/"):
            found = os.stat(link)
            yield FileUse(how, *_details(path, (found.st_dev, found.st_ino)))
    except FileNotFoundError:
        return  # a descriptor that was closed since, or a kernel thread without a program


def _details(path: str, identity: Identity) -> tuple[str, Identity, bool]:
    """Path, identity and whether the file is deleted.

    Linux appends the text ` (deleted)` to the path of a deleted file; it is removed.
    """
    plain = path.removesuffix(_DELETED)
    return plain, identity, plain != path
