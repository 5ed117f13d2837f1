"""Debug lines on standard error, with `LOCKSTEP_LOG=debug` or the trace value `verbose` of LSP.

There is one line for each event, check, journal line and program that is run; for checks and
commands with the duration. `logging` is not used, because its import takes longer than writing all
lines of a command.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .model.text import plain_line
from .model.urls import without_credentials_in

_LONGEST = 300


class _Switch:
    """Whether lines are written: always with the variable, or while the client wants them."""

    def __init__(self) -> None:
        self.always = os.environ.get("LOCKSTEP_LOG", "").lower() == "debug"
        self.is_on = self.always


_switch = _Switch()


def write_debug_lines(*, wanted: bool) -> None:
    """Turn the debug lines on or off for this process; with `LOCKSTEP_LOG=debug` they stay on.

    Args:
        wanted: the client of the language server wants them.
    """
    _switch.is_on = wanted or _switch.always


def debug(subject: str, what: object) -> None:
    """Write one line with the time to standard error; does nothing if debug lines are off.

    Args:
        subject: the kind of the line, such as `event`.
        what: the rest of the line as text. Credentials in URLs are removed, control characters are
            escaped, and only the first 300 characters are written.
    """
    if _switch.is_on:
        text = plain_line(without_credentials_in(str(what))[:_LONGEST])
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {subject}: {text}\n")
        sys.stderr.flush()


@contextmanager
def timed(subject: str, what: object) -> Iterator[None]:
    """Write a debug line with the duration of a `with` block, also if the block raises an error.

    The parameters are those of `debug`.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        if _switch.is_on:
            debug(subject, f"{what}: {(time.monotonic() - began) * 1000:.0f} ms")
