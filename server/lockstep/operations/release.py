"""Asking other programs to release files: the last resort, for a file that cannot be moved.

Held files are swapped, so most syncs need nothing released.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..host.cancellation import CancellationToken
from ..model.outcome import Outcome


class HandleReleaser(Protocol):
    """Makes other programs release files, such as the client of a language server."""

    def release(self, root: str, blocked: Outcome, is_cancelled: Callable[[], bool]) -> bool:
        """Ask the holders of the blocked files of an outcome to release them.

        Returns early when `is_cancelled` returns True.

        Args:
            root: the root of the project.
            blocked: the outcome with the files and their holders.
            is_cancelled: whether the command was cancelled.

        Returns True if they have released them.
        """

    def resume(self, root: str) -> None:
        """Let the programs of a project (by its root) use their files again; the sync has ended."""


def run_with_release(
    releaser: HandleReleaser | None,
    root: str,
    run: Callable[[], Outcome],
    cancellation: CancellationToken,
) -> Outcome:
    """The outcome of `run`; of a second run if files were blocked, and then released.

    Args:
        releaser: makes programs release files; None if there is none.
        root: the root of the project.
        run: runs the command; an error of it is raised here too.
        cancellation: stops the wait for the release.
    """
    outcome = run()
    if releaser is None or outcome.kind != "refused" or not outcome.blocked:
        return outcome
    try:
        return run() if releaser.release(root, outcome, lambda: cancellation.is_set) else outcome
    finally:
        releaser.resume(root)
