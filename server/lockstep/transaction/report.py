"""What a rollback could not put back, and what was changed while a sync was at work, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..aside.rollback import Recovered
from .types import TransactionResult

_MOST_PATHS = 3


def rolled_back(ended: TransactionResult, found: Recovered, *, is_ours: bool) -> TransactionResult:
    """A result with what its rollback found; it failed where not all is as it was.

    `is_ours`: what is not as it was is our installer's doing, of whatever package it is.
    """
    refetched = found.refetched.as_missing() if is_ours else found.refetched
    is_whole = not (found.still_missing or refetched.missing or found.abandoned)
    return ended._replace(
        end=ended.end if is_whole else "failed",
        abandoned=found.abandoned,
        still_missing=found.still_missing,
        overwritten=refetched.missing,
        replaced=is_ours and bool(refetched.missing),
        unlike=refetched.others,
        still_held=found.still_held,
        warnings=(*found.warnings, *changed_concurrently(refetched.others)),
    )


def changed_concurrently(others: tuple[str, ...]) -> tuple[str, ...]:
    """Files of no package that are not as they were: whose doing that is nobody knows."""
    if not others:
        return ()
    were = "was" if len(others) == 1 else "were"
    return (f"{shortened(others)} {were} changed meanwhile, and stayed so",)


def lost_files(root: str, lost: Iterable[str]) -> Iterator[str]:
    """What is left to be done about files of an environment that nobody has kept."""
    # Almost never is anything lost.
    from ..environment.overwritten import overwritten

    found = overwritten(root, lost)
    for name in sorted({it.package.name for it in found.files}):
        paths = tuple(it.path for it in found.files if it.package.name == name)
        how = f"install it again: `uv sync --reinstall-package {name}`"
        yield f"{shortened(paths)} could not be put back as {name} brought it; {how}"
    yield from changed_concurrently(found.others)


def shortened(paths: tuple[str, ...]) -> str:
    """The first few paths of a list, and how many more there are."""
    more = len(paths) - _MOST_PATHS
    return ", ".join(paths[:_MOST_PATHS]) + (f" and {more} more" if more > 0 else "")
