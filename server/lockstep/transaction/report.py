"""Turns the result of a rollback into the ending of the transaction, and into warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..aside.rollback import Recovered
from .result import Blocked, Ending, Failure, Incomplete, RolledBack

_MOST_PATHS = 3


def rolled_back(ending: Ending, found: Recovered, *, is_begun: bool, is_ours: bool) -> Ending:
    """The ending of a transaction after its rollback.

    Args:
        ending: the ending if everything was put back.
        found: the result of the rollback.
        is_begun: the journal says that the rollback has begun.
        is_ours: the installer of this transaction has replaced the environment.

    Returns:
        `Incomplete` if something was not put back. Else `ending`, where a `RolledBack` gets the
        changed files of no package (`unlike`).
    """
    refetched = found.refetched
    if not (found.not_restored or refetched.missing or found.abandoned):
        if isinstance(ending, RolledBack):
            return ending._replace(unlike=refetched.others)
        return ending
    return Incomplete(
        _failure(ending),
        is_begun=is_begun,
        abandoned=found.abandoned,
        not_restored=found.not_restored,
        overwritten=refetched.missing,
        is_replaced=is_ours and bool(refetched.missing),
    )


def _failure(ending: Ending) -> Failure:
    if isinstance(ending, Blocked):
        return Failure(f"cannot move {ending.path}")
    return ending.failure if isinstance(ending, RolledBack) else Failure()


def changed_concurrently(others: tuple[str, ...]) -> tuple[str, ...]:
    """A warning about changed files that belong to no package; empty if there are none.

    Which process has changed them is unknown.

    Args:
        others: the paths of these files.
    """
    if not others:
        return ()
    were = "was" if len(others) == 1 else "were"
    return (f"{shortened(others)} {were} changed during the sync, and not put back",)


def lost_files(root: str, lost: Iterable[str]) -> Iterator[str]:
    """Messages on lost files: one for each package, with the command that installs it again.

    A last message lists the files that no RECORD lists. Files with the content that RECORD gives
    are left out.

    Args:
        root: the real path of the environment.
        lost: the files of which no copy was kept, relative to the environment.
    """
    # Imported late: rarely needed.
    from ..environment.overwritten import overwritten

    found = overwritten(root, lost)
    for name in sorted({it.package.name for it in found.files}):
        paths = tuple(it.path for it in found.files if it.package.name == name)
        how = f"install it again: `uv sync --reinstall-package {name}`"
        yield f"{shortened(paths)} of {name} could not be restored; {how}"
    yield from changed_concurrently(found.others)


def shortened(paths: tuple[str, ...]) -> str:
    """The first three paths of a list, and the number of the others, as text."""
    more = len(paths) - _MOST_PATHS
    return ", ".join(paths[:_MOST_PATHS]) + (f" and {more} more" if more > 0 else "")
