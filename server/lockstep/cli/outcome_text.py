"""Outcomes as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Change
from ..model.holder import Holder
from ..model.outcome import Outcome

_MOST_FILES = 5
_NOT_VISIBLE = "and its holder is not visible: probably elevated or antivirus"
_SAYS_WHY = ("restored", "failed")


def outcome_text(outcome: Outcome) -> str:
    """What happened, in one sentence; then what changed, and what is left to know."""
    return "\n".join((outcome.message, *_details(outcome)))


def holders_text(environment: str, holders: tuple[Holder, ...], unseen: tuple[str, ...]) -> str:
    """Who holds files of an environment."""
    if not holders and not unseen:
        return f"nobody holds files of {environment}"
    lines = [f"{len(holders)} program(s) hold files of {environment}"] if holders else []
    for it in holders:
        lines += [f"  {_holder(it)}: {it.how}", f"    {it.command}"]
        lines += [f"    {path}" for path in it.files[:_MOST_FILES]]
        if len(it.files) > _MOST_FILES:
            lines.append(f"    and {len(it.files) - _MOST_FILES} more")
    lines += [f"{it} is held, {_NOT_VISIBLE}" for it in unseen]
    return "\n".join(lines)


def _details(outcome: Outcome) -> Iterator[str]:
    if outcome.hint:
        yield f"  {outcome.hint}"
    width = max((len(it.name) for it in outcome.changes), default=0)
    for change in outcome.changes:
        yield f"  {_change(change, width)}"
    for path in outcome.set_aside:
        yield f"  swapped: {path}, which a program holds"
    for path in outcome.still_held:
        yield f"  still held: {path}"
    for path in outcome.still_missing:
        yield f"  still missing: {path}"
    for holder in outcome.holders:
        yield f"  {_holder(holder)}"
    for warning in outcome.warnings:
        yield f"  warning: {warning}"
    if outcome.kind in _SAYS_WHY and outcome.installer.message:
        yield from ("", *(f"  {line}" for line in outcome.installer.message.splitlines()))


def _change(change: Change, width: int) -> str:
    name = change.name.ljust(width)
    if not change.installed:
        return f"+ {name}  {change.expected}"
    if not change.expected:
        return f"- {name}  {change.installed}"
    if change.installed == change.expected:
        return f"~ {name}  {change.expected} (again)"
    return f"~ {name}  {change.installed} → {change.expected}"


def _holder(holder: Holder) -> str:
    whose = f", {holder.via}" if holder.via else ""
    return f"held by {holder.name} (pid {holder.pid}{whose})"
