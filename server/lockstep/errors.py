"""Every error that Lockstep raises on purpose.

LockstepError
├── UsageError          the expected packages cannot be computed, as for an extra that is missing
├── ProjectNotFound     there is no manifest from the given folder upward
├── Unreadable          a file exists, but cannot be read (a folder, no permission)
├── Cancelled           the user has ended a command with Ctrl-C
├── Bug                 an error that no code expects
└── Refused             a command must not begin, or a rollback is not complete
    ├── Busy            another process is at work in the environment
    └── WouldReplace    it would replace the environment, and that was not confirmed

Text that cannot be parsed is not an error, but a `Problem` with its place.
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
    """The base class of all errors that Lockstep raises on purpose.

    Messages are lower case without a final dot, so that they can follow a path and a colon.

    Attributes:
        message: what is wrong, for the user.
        hint: what to do about it; by default that of the class, which may be empty.
        code: identifies the kind of error, for programs; by default that of the class.
    """

    code = "error"
    hint = ""

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.hint
        self.code = code or self.code


def said_by_system(mistake: OSError, place: str = "") -> str:
    """An error of the system as text: `PATH: REASON`, or only the reason if no path is known.

    Args:
        mistake: the error.
        place: the path to name if the error has none; may be empty.
    """
    where = mistake.filename or place
    why = mistake.strerror or str(mistake)
    return f"{where}: {why}" if where else why


def advice_on(mistake: OSError) -> str:
    """A hint on what to do about an error of the system; never empty.

    For an errno without specific advice, it is a general one.
    """
    # On Windows, Python sets errno from the winerror.
    return _ADVICE.get(mistake.errno or 0, "put that right, and try again")


@contextmanager
def told_of(path: str) -> Iterator[None]:
    """Add a path to OSErrors of a `with` block that have none, as those of write(2).

    Raises:
        OSError: the error of the block, with `filename` set.
    """
    try:
        yield
    except OSError as mistake:
        if mistake.filename is None:
            mistake.filename = path
        raise


class UsageError(LockstepError):
    """The expected packages cannot be computed for this request.

    For example, an extra, group or member does not exist, two of them conflict, the lockfile is
    missing or inconsistent, or uv would refuse the project.
    """

    code = "usage"


class ProjectNotFound(LockstepError):
    """There is no pyproject.toml in a folder or above, or the given path does not exist."""

    code = "project-not-found"
    hint = "run it in a folder with a pyproject.toml, or name one with --project PATH"


class Unreadable(LockstepError):
    """Something that is needed cannot be read, so that a command cannot begin.

    A manifest is a folder, the system refuses to read a folder, or the patterns of a workspace's
    members lead to a share or through too many folders.
    """

    code = "unreadable"
    hint = "make it a readable file, or move it away"


class Cancelled(LockstepError):
    """The user has ended a command with Ctrl-C."""

    code = "cancelled"


class Bug(LockstepError):
    """An unexpected exception, which is a bug in Lockstep."""

    code = "bug"


class Refused(LockstepError):
    """A command must not begin before something is corrected, or a rollback is not complete.

    Message and hint say what to correct.
    """

    code = "refused"


class Busy(Refused):
    """Another process is at work in the environment."""

    code = "busy"
    hint = "try again when it has ended"


class WouldReplace(Refused):
    """uv would replace the environment, and that was neither requested nor confirmed."""

    code = "would-replace"
