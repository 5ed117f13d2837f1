"""Ctrl-C as a cancellation, instead of an exception that could come anywhere."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..host.cancellation import CancellationToken


@contextmanager
def cancelled_by_ctrl_c() -> Iterator[CancellationToken]:
    """A cancellation token that Ctrl-C sets during the block, instead of a KeyboardInterrupt.

    Raises:
        ValueError: this is not the main thread.
    """
    cancellation = CancellationToken()

    def cancel(_: int, __: FrameType | None) -> None:
        cancellation.set()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield cancellation
    finally:
        signal.signal(signal.SIGINT, before)
