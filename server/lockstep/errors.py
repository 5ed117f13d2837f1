"""Every error that Lockstep raises on purpose.

LockstepError
├── UsageError          the command line asked for something that does not exist
├── ProjectNotFound     no manifest from the given folder upward
├── Unreadable          a file is there but cannot be read (a folder, no permission)
└── Refused             a sync that must not begin; nothing was touched
    ├── Busy            another process is at work in the environment
    └── WouldReplace    it would replace the environment, and that was not confirmed

Text that is read but not understood is no error: it is a `Problem` with its place.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

MAKE_READABLE = "make it readable"

_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space on that disk"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "let this user read and write there"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "raise the limit of open files"),
    **dict.fromkeys((errno.ENOLCK, errno.ENOTSUP), "use a disk with file locks"),
    errno.EROFS: "mount that disk for writing",
    errno.EIO: "check that disk, or its network share",
}


class LockstepError(Exception):
    """The base: a code for machines, a message for people, a hint that says what to do.

    Messages are lower case without a final dot, so that they can follow a path and a colon.
    """

    code = "error"
    hint = ""

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.hint
        self.code = code or self.code


def said_by_system(mistake: OSError, place: str = "") -> str:
    """What the system refused, in words: the path where it tells one (else a place), and why."""
    where = mistake.filename or place
    why = mistake.strerror or str(mistake)
    return f"{where}: {why}" if where else why


def advice_on(mistake: OSError) -> str:
    """What to do about an error of the system, as a hint; in general words where it is a rare one.

    On Windows, Python translates the system's numbers to these.
    """
    return _ADVICE.get(mistake.errno or 0, "put that right, and try again")


@contextmanager
def told_of(path: str) -> Iterator[None]:
    """Name a path in errors of calls that know only an open file, such as write(2)."""
    try:
        yield
    except OSError as mistake:
        if mistake.filename is None:
            mistake.filename = path
        raise


class UsageError(LockstepError):
    """The command line asked for an extra, group or member that does not exist."""

    code = "usage"


class ProjectNotFound(LockstepError):
    """No pyproject.toml was found from a folder upward."""

    code = "project-not-found"
    hint = "run it in a folder with a pyproject.toml, or name one with --project PATH"


class Unreadable(LockstepError):
    """A file that must be read cannot be: it is a folder, or the system says no."""

    code = "unreadable"
    hint = "make it a readable file, or move it away"


class Refused(LockstepError):
    """A sync must not begin: something has to be put right first, and nothing was touched."""

    code = "refused"


class Busy(Refused):
    """Another process is at work in the environment."""

    code = "busy"
    hint = "try again when it has ended"


class WouldReplace(Refused):
    """uv would replace the environment, and that was neither asked for nor confirmed."""

    code = "would-replace"
