"""Debug lines on standard error, with `LOCKSTEP_LOG=debug`.

One line for each event, check, journal line and program that is run; checks and commands with
their duration. `logging` is not used: its import takes longer than all that a command logs.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .model.text import plain_line
from .model.urls import without_credentials_in

IS_ON = os.environ.get("LOCKSTEP_LOG", "").lower() == "debug"

_LONGEST = 300


def debug(subject: str, what: object) -> None:
    """Write a line about a subject, such as "event"; `what` loses credentials, and its end."""
    if IS_ON:
        text = plain_line(without_credentials_in(str(what))[:_LONGEST])
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {subject}: {text}\n")
        sys.stderr.flush()


@contextmanager
def timed(subject: str, what: object) -> Iterator[None]:
    """Write a line with the milliseconds that the block took, also where it raises."""
    began = time.monotonic()
    try:
        yield
    finally:
        debug(subject, f"{what}: {(time.monotonic() - began) * 1000:.0f} ms" if IS_ON else "")
