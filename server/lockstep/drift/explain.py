"""Finds the extra, group or member to which an unexpected package would belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.manifest import Section
from ..model.markers import Evaluator
from ..model.pins import ConflictItem, Lockfile, Pin
from .expected import reachable, sections
from .roots import Roots, in_markers


class Choice(NamedTuple):
    """A list of a member, or a whole member, that a selection could include.

    Attributes:
        words: the description of the choice for messages, such as `extra tables`.
        pin: the pin of the member.
        section: the list; `dependencies` for a whole member.
    """

    words: str
    pin: Pin
    section: Section


def explanations(
    lockfile: Lockfile, roots: Roots, installed: Mapping[str, str], evaluator: Evaluator
) -> dict[str, str]:
    """The choice to which each unexpected package would belong, as text by package name.

    A package that belongs to no choice is left out.

    Args:
        lockfile: the lockfile.
        roots: the present selection.
        installed: the installed versions of the unexpected packages, by name. A choice that pins
            the same version is preferred.
        evaluator: for the markers of the environment.
    """
    exact: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for choice in _choices(lockfile, roots):
        if len(exact) == len(installed):
            break
        active = evaluator.with_active(_active(choice))
        known = reachable(lockfile, ((choice.pin, choice.section),), active)
        known.add((choice.pin.name, choice.pin.version))
        for name, version in known:
            if installed.get(name) == version:
                exact.setdefault(name, choice.words)
            elif name in installed:
                by_name.setdefault(name, choice.words)
    return by_name | exact


def _active(choice: Choice) -> frozenset[str]:
    """The conflict items that a choice activates, on which markers depend."""
    kind, name = choice.section.kind, choice.section.name
    extra, group = name if kind == "extra" else "", name if kind == "group" else ""
    return frozenset({in_markers(ConflictItem(choice.pin.name, extra, group))})


def _choices(lockfile: Lockfile, roots: Roots) -> Iterator[Choice]:
    """The lists that are not selected: first of the selected members, then of the others."""
    chosen = {pin.name for pin in roots.pins}
    others = [pin for pin in lockfile.pins if pin.name in lockfile.members]
    for pin in (*roots.pins, *(it for it in others if it.name not in chosen)):
        owner = "" if pin.name in chosen and len(chosen) == 1 else f" of {pin.name}"
        if pin.name not in chosen:
            yield Choice(f"member {pin.name}", pin, Section("dependencies"))
        for section in sections(pin):
            yield Choice(f"{section.kind} {section.name}{owner}", pin, section)
    for pin in roots.pins if not roots.production else ():
        yield Choice(f"dependency of {pin.name}", pin, Section("dependencies"))
