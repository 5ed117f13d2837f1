"""What a session knows of its client; filled in by `initialize`, before the loop starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..operations.release import HandleReleaser


def _ignore() -> None:
    """The `on_change` of a session without a client, which does nothing."""


@dataclass
class Client:
    """The client of a session. Its defaults, before `initialize`, permit nothing.

    Attributes:
        trusted: the client trusts the workspace, so that programs may be run.
        on_change: called when the state of the session has changed, in any thread.
        releaser: asks the client to release held files; None if it cannot.
    """

    trusted: bool = False
    on_change: Callable[[], None] = _ignore
    releaser: HandleReleaser | None = None
