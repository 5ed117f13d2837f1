"""What a rollback found: the ending of the transaction, and the warnings about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..aside.rollback import Recovered
from .result import Blocked, Ending, Failure, Incomplete, RolledBack

_MOST_PATHS = 3


def rolled_back(ending: Ending, found: Recovered, *, is_begun: bool, is_ours: bool) -> Ending:
    """The ending of a transaction after its rollback: as given, unless something is missing.

    `is_begun`: the journal says that the rollback has begun. `is_ours`: the installer of this
    transaction has replaced the environment.
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
    """A warning about files of no package that differ: which process changed them is unknown."""
    if not others:
        return ()
    were = "was" if len(others) == 1 else "were"
    return (f"{shortened(others)} {were} changed during the sync, and not put back",)


def lost_files(root: str, lost: Iterable[str]) -> Iterator[str]:
    """For each package with files that no copy was kept of: what to do to get them back."""
    # Almost never is anything lost.
    from ..environment.overwritten import overwritten

    found = overwritten(root, lost)
    for name in sorted({it.package.name for it in found.files}):
        paths = tuple(it.path for it in found.files if it.package.name == name)
        how = f"install it again: `uv sync --reinstall-package {name}`"
        yield f"{shortened(paths)} of {name} could not be restored; {how}"
    yield from changed_concurrently(found.others)


def shortened(paths: tuple[str, ...]) -> str:
    """The first few paths of a list, and how many more there are."""
    more = len(paths) - _MOST_PATHS
    return ", ".join(paths[:_MOST_PATHS]) + (f" and {more} more" if more > 0 else "")
