"""Ctrl-C as a word, instead of an exception that could come anywhere."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..host.halt import Halt


@contextmanager
def halted_by_ctrl_c() -> Iterator[Halt]:
    """What is set when somebody at the terminal has enough."""
    halt = Halt()

    def cancel(_: int, __: FrameType | None) -> None:
        halt.set()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield halt
    finally:
        signal.signal(signal.SIGINT, before)
