"""Outcomes as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Change
from ..model.holder import Holder
from ..model.outcome import Outcome

_MOST_FILES = 5
_NOT_VISIBLE = "by a process that Lockstep cannot see (elevated, or an antivirus?)"
_SAYS_WHY = ("restored", "failed")


def outcome_text(outcome: Outcome, *, is_long: bool = False) -> str:
    """The message of an outcome, then its hint, changes, files, holders and warnings.

    After a failure that Lockstep cannot explain, the installer's error output follows.

    Args:
        outcome: the outcome, with control characters escaped (`plain_values`).
        is_long: do not shorten lists of files.
    """
    return "\n".join((outcome.message, *_details(outcome, is_long=is_long)))


def holders_text(
    environment: str,
    holders: tuple[Holder, ...],
    unseen: tuple[str, ...],
    *,
    is_long: bool = False,
) -> str:
    """The holders of an environment as text, or that there are none.

    Args:
        environment: the path of the environment.
        holders: the holders, with their files.
        unseen: the paths that are held, but not by any visible process.
        is_long: do not shorten lists of files.
    """
    if not holders and not unseen:
        return f"no program holds files of {environment}"
    lines = [_count(len(holders), environment)] if holders else []
    for it in holders:
        lines += [f"  {_holder(it)}: {it.how}", f"    {it.command}"]
        lines += _shortened(it.files, "    {}", is_long=is_long)
    lines += [f"{it} is held {_NOT_VISIBLE}" for it in unseen]
    return "\n".join(lines)


def _shortened(paths: tuple[str, ...], words: str, *, is_long: bool) -> Iterator[str]:
    """A line for each of the first paths, and one that says how many are left out.

    `words` has `{}` in the place of the path.
    """
    shown = paths if is_long or len(paths) <= _MOST_FILES else paths[:_MOST_FILES]
    yield from map(words.format, shown)
    if len(shown) < len(paths):
        yield f"    and {len(paths) - len(shown)} more (--verbose shows all)"


def _details(outcome: Outcome, *, is_long: bool) -> Iterator[str]:
    if outcome.hint:
        yield f"  {outcome.hint}"
    width = max((len(it.name) for it in outcome.changes), default=0)
    for change in outcome.changes:
        yield f"  {_change(change, width)}"
    files = (
        (outcome.swapped, "swapped: {} (a running program goes on with the old file)"),
        (outcome.blocked, "blocked: {}"),
        (outcome.not_deleted, "not deleted yet: {} (in use)"),
        (outcome.not_restored, "not restored: {}"),
    )
    for paths, words in files:
        yield from _shortened(paths, f"  {words}", is_long=is_long)
    for holder in outcome.holders:
        yield f"  {_holder(holder)}"
    for warning in outcome.warnings:
        yield f"  warning: {warning}"
    installer = outcome.installer
    if outcome.kind in _SAYS_WHY and installer.message and not installer.is_explained:
        yield from ("", *(f"  {line}" for line in installer.message.splitlines()))


def _change(change: Change, width: int) -> str:
    name = change.name.ljust(width)
    if not change.installed:
        return f"+ {name}  {change.expected}"
    if not change.expected:
        return f"- {name}  {change.installed}"
    if change.installed == change.expected:
        return f"~ {name}  {change.expected} (again)"
    return f"~ {name}  {change.installed} → {change.expected}"


def _count(number: int, environment: str) -> str:
    programs = "1 program holds" if number == 1 else f"{number} programs hold"
    return f"{programs} files of {environment}"


def _holder(holder: Holder) -> str:
    via = f", {holder.via}" if holder.via else ""
    return f"held by {holder.name} (pid {holder.pid}{via})"
