"""What a transaction needs to know of an environment, out of a fresh check."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set

from ..aside.journal import Kind
from ..drift.pending import damaged, is_nothing_to_do, is_nothing_to_repair
from ..drift.view import View
from ..environment.links import planted_metadata, real_folder, seen_inside
from ..environment.record_files import names_itself, packages_sharing, unrecorded_metadata
from ..installers.uv.failure import denied
from ..model.installed import Distribution
from ..model.plan import Step
from ..transaction.types import Assessment
from .affected_files import affected_files, leftovers_in, unremovable_files


def assess(
    view: View, steps: tuple[Step, ...] = (), *, anew: bool = False, mends: bool = False
) -> Assessment:
    """What becomes of the environment, and which files of it go.

    `anew`: it is replaced anyway; `mends`: leftovers go, and what is merely not pinned stays.
    """
    kind = _kind(view, anew=anew)
    root = os.path.realpath(view.environment.path)
    names = tuple(sorted({it.name for it in view.changes} | {*damaged(view)}))
    if kind != "packages":
        pins = tuple(sorted(view.expected.pins)) if view.expected else ()
        return Assessment(kind, names=pins, reason=_reason(view), steps=steps)
    going = tuple(sorted(set(_going(view, root))))
    return Assessment(
        kind,
        going,
        (
            *unremovable_files(_changing(view), root),
            *_unrecorded_metadata(view, root),
            *_planted(view, root),
            *(_leftovers(view, root) if mends else ()),
        ),
        names=names,
        damaged=damaged(view),
        coming=tuple(sorted({it.name for it in view.changes if it.expected} | {*damaged(view)})),
        is_done=is_nothing_to_repair(view) if mends else is_nothing_to_do(view),
        reason=_reason(view),
        steps=steps,
    )


def without_concurrent(assessment: Assessment, others: Set[str]) -> Assessment:
    """The same, where some packages are somebody else's, who installed them meanwhile."""
    names = tuple(it for it in assessment.names if it not in others)
    coming = tuple(it for it in assessment.coming if it not in others)
    return assessment._replace(names=names, coming=coming, others=tuple(sorted(others)))


def touched_packages(view: View, assessment: Assessment) -> frozenset[str]:
    """The packages that a sync changes, and those that share a file with one of them."""
    root = os.path.realpath(view.environment.path)
    return frozenset(assessment.names) | packages_sharing(
        view.environment, assessment.names, assessment.going, root
    )


def _kind(view: View, *, anew: bool) -> Kind:
    state = view.environment.state
    if state == "missing":
        return "new"
    return "whole" if anew or state != "sound" or view.action != "check" else "packages"


def _going(view: View, root: str) -> Iterator[str]:
    return affected_files(list(_changing(view)), view.environment, root)


def _unrecorded_metadata(view: View, root: str) -> tuple[str, ...]:
    """What somebody has put into the metadata of versions that go; no package is to stay so."""
    going = {it.name for it in view.changes if it.installed and it.installed != it.expected}
    found = [it for it in _changing(view) if it.name in going and not it.damage]
    # Of the others the folder goes as a whole.
    return seen_inside(
        (path for it in found if names_itself(it) for path in unrecorded_metadata(it)), root
    )


def _planted(view: View, root: str) -> tuple[str, ...]:
    """Links that somebody has put where the metadata of a package is to come.

    All others part while uv works; by metadata it knows what is installed.
    """
    coming = {it.name for it in view.changes if it.expected}
    return seen_inside(planted_metadata(view.environment, coming, root), root) if coming else ()


def _leftovers(view: View, root: str) -> tuple[str, ...]:
    """Folders of interrupted removals, which nobody imports and nobody deletes."""
    return leftovers_in(view.environment, root)


def _changing(view: View) -> Iterator[Distribution]:
    names = {it.name for it in view.changes if it.installed} | set(damaged(view))
    installed = view.environment.by_name()
    for name in sorted(names):
        yield from installed.get(name, [])


def _reason(view: View) -> str:
    """Why it is not done, by the first thing that is left."""
    broken = damaged(view)
    if broken:
        return f"{broken[0]} is damaged"
    if view.changes:
        return f"{view.changes[0].name} is not as it is pinned"
    return "the environment is not as the lockfile wants it"


def newly_held(text: str, environment: str) -> str:
    """The file below the environment that uv says it may not touch; empty where it says none."""
    found = denied(text)
    if found is None or found.is_reading:
        return ""
    root = os.path.realpath(environment)
    # The prefix of long paths on Windows, which a real path has only where it was asked with one.
    told = found.path.removeprefix("\\\\?\\")
    folder, name = os.path.split(os.path.normpath(os.path.join(root, told)))
    path = os.path.join(real_folder(folder), name)
    return os.path.relpath(path, root) if path.startswith(root + os.sep) else ""
