"""Asking other programs to let go: the last resort, where a file could not even be moved.

Since held files are swapped, most syncs need nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..host.cancellation import CancellationToken
from ..model.outcome import Outcome


class HandleReleaser(Protocol):
    """Whoever can make other programs let go of files."""

    def release(self, root: str, blocked: Outcome, is_cancelled: Callable[[], bool]) -> bool:
        """Let the holders of what a sync of a project met let go; whether they have.

        Nobody waits for them any more when it is halted.
        """

    def resume(self, root: str) -> None:
        """Let everything go on as it was; the sync has ended."""


def run_with_release(
    releaser: HandleReleaser | None,
    root: str,
    run: Callable[[], Outcome],
    cancellation: CancellationToken,
) -> Outcome:
    """What running gives; once more where somebody was in the way, and has let go."""
    outcome = run()
    if releaser is None or outcome.kind != "refused" or not outcome.still_held:
        return outcome
    try:
        return run() if releaser.release(root, outcome, lambda: cancellation.is_set) else outcome
    finally:
        releaser.resume(root)
