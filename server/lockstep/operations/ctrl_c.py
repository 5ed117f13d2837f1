"""Ctrl-C as a word, instead of an exception that could come anywhere."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..host.cancellation import CancellationToken


@contextmanager
def cancelled_by_ctrl_c() -> Iterator[CancellationToken]:
    """What is set when somebody at the terminal has enough."""
    cancellation = CancellationToken()

    def cancel(_: int, __: FrameType | None) -> None:
        cancellation.set()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield cancellation
    finally:
        signal.signal(signal.SIGINT, before)
