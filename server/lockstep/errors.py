"""Every error that Lockstep raises on purpose.

LockstepError
├── UsageError          the command line asked for something that does not exist
├── ProjectNotFound     no manifest from the given folder upward
├── Unreadable          a file is there but cannot be read (a folder, no permission)
└── Refused             a sync that must not begin; nothing was touched
    └── WouldReplace    it would replace the environment, and that was not confirmed

Text that is read but not understood is no error: it is a `Problem` with its place.
"""

from __future__ import annotations


class LockstepError(Exception):
    """The base: a code for machines, a message for people, a hint that says what to do.

    Messages are lower case without a final dot, so that they can follow a path and a colon.
    """

    code = "error"
    hint = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.hint


def said_by_system(mistake: OSError, place: str = "") -> str:
    """What the system refused, in words: the path where it tells one (else a place), and why."""
    where = mistake.filename or place
    why = mistake.strerror or str(mistake)
    return f"{where}: {why}" if where else why


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


class WouldReplace(Refused):
    """uv would replace the environment, and that was neither asked for nor confirmed."""

    code = "would-replace"
