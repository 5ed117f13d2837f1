"""Which extra, group or member would explain a package that no pin of this selection asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..model.manifest import Section
from ..model.markers import Evaluator
from ..model.pins import Lockfile, Pin
from .expected import reachable, sections
from .roots import Roots


class Choice(NamedTuple):
    """Something that could be chosen: a list of a member, or a whole member."""

    words: str
    pin: Pin
    section: Section


def explanations(
    lockfile: Lockfile, roots: Roots, names: Collection[str], evaluator: Evaluator
) -> dict[str, str]:
    """By package name, in words; names that nothing explains are left out."""
    found: dict[str, str] = {}
    for choice in _choices(lockfile, roots):
        if len(found) == len(names):
            break
        known = reachable(lockfile, ((choice.pin, choice.section),), evaluator) | {choice.pin.name}
        for name in names:
            if name in known:
                found.setdefault(name, choice.words)
    return found


def _choices(lockfile: Lockfile, roots: Roots) -> Iterator[Choice]:
    """The chosen members' other lists first, then other members."""
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
