"""What a transaction does to an environment: packages, files, and the kind of change."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Set

from ...aside.journal import Kind
from ...drift.pending import damaged
from ...drift.view import View
from ...environment.links import planted_metadata, real_folder, seen_inside
from ...environment.record_files import names_itself, packages_sharing, unrecorded_metadata
from ...installers.uv.failure import denied
from ...installers.uv.sync_plan import SyncPlan
from ...model.finding import UNKNOWN_VERSION, Change
from ...model.installed import Distribution
from ...transaction.types import Assessment
from .affected_files import affected_files, leftovers_in, unremovable_files


def assess(
    view: View,
    plan: SyncPlan,
    kind: Kind,
    others: Set[str] = frozenset(),
    *,
    repairs: bool = False,
) -> Assessment:
    """What a sync does to an environment, by uv's plan and by Lockstep's own check of it.

    The files of every package that either of them changes are set aside: of a package that uv then
    leaves alone nothing is lost by that. The result has no commands yet, see
    `UvPlanner.with_steps`.

    Args:
        view: the check of the project.
        plan: uv's plan.
        kind: what is set aside.
        others: packages that another process has installed since the first plan: they stay.
        repairs: leftovers of interrupted removals are set aside too.

    Raises:
        OSError: a RECORD or a folder cannot be read.
    """
    changes = [it for it in changes_of(view, plan) if it.name not in others]
    broken = damaged(view)
    names = tuple(sorted({*(it.name for it in changes), *broken}))
    if kind != "packages":
        pins = tuple(sorted({*plan.installed, *(view.expected.pins if view.expected else ())}))
        return Assessment(kind, names=pins, versions=plan.installed)
    root = os.path.realpath(view.environment.path)
    changing = _changing(view, changes)
    coming = {it.name for it in changes if it.expected}
    return Assessment(
        kind,
        tuple(sorted({*affected_files(changing, view.environment, root)})),
        (
            *unremovable_files(changing, root),
            *_unrecorded_metadata(changing, changes, root),
            *_planted(view, coming, root),
            *(leftovers_in(view.environment, root) if repairs else ()),
        ),
        names=names,
        damaged=broken,
        coming=tuple(sorted(coming | {*broken})),
        versions=plan.installed,
        is_done=not plan.names and not broken and not (repairs and view.environment.leftovers),
    )


def changes_of(view: View, plan: SyncPlan) -> tuple[Change, ...]:
    """uv's changes and, if the environment stays, also those that only Lockstep's own check has.

    They are sorted by name. A version that uv's plan does not name is that of the own check.
    """
    own = {it.name: it for it in own_changes(view)}
    found = own | {it.name: _with_version(it, own.get(it.name)) for it in plan.changes}
    return tuple(found[name] for name in sorted(found))


def _with_version(planned: Change, own: Change | None) -> Change:
    if planned.expected != UNKNOWN_VERSION or own is None or not own.expected:
        return planned
    return planned._replace(expected=own.expected)


def own_changes(view: View) -> tuple[Change, ...]:
    """The changes of Lockstep's own check; empty if the environment is replaced or created."""
    return view.changes if view.action == "check" else ()


def touched_packages(view: View, assessment: Assessment) -> frozenset[str]:
    """The names of the packages that a sync changes, and of those that share a file with them.

    Raises:
        OSError: a RECORD exists, but cannot be read.
    """
    root = os.path.realpath(view.environment.path)
    shared = packages_sharing(view.environment, assessment.names, assessment.going, root)
    return frozenset(assessment.names) | shared


def files_to_keep(view: View, names: Container[str]) -> tuple[str, ...]:
    """The files of some installed packages, relative to the environment's real path; sorted.

    If the metadata of one of them does not list its files, the files that no RECORD lists are
    included.

    Args:
        view: the check of the environment.
        names: the normalized names of the packages.

    Raises:
        OSError: a RECORD or a folder cannot be read.
    """
    root = os.path.realpath(view.environment.path)
    found = [it for it in view.environment.distributions if it.name in names]
    return tuple(sorted({*affected_files(found, view.environment, root)}))


def _changing(view: View, changes: Iterable[Change]) -> list[Distribution]:
    names = {it.name for it in changes} | {*damaged(view)}
    installed = view.environment.by_name()
    return [it for name in sorted(names) for it in installed.get(name, ())]


def _unrecorded_metadata(
    changing: Iterable[Distribution], changes: Iterable[Change], root: str
) -> tuple[str, ...]:
    """Files in the metadata of removed versions that no RECORD lists: uv would leave them.

    A metadata folder with such a file would stay, and look like a damaged package.
    """
    going = {it.name for it in changes if it.installed and it.installed != it.expected}
    found = [it for it in changing if it.name in going and not it.damage]
    # Of the others the folder goes as a whole.
    paths = (path for it in found if names_itself(it) for path in unrecorded_metadata(it))
    return seen_inside(paths, root)


def _planted(view: View, coming: Set[str], root: str) -> tuple[str, ...]:
    """Links that lead outside where the metadata of a package is to be written.

    All other such links are set aside while uv runs; these are metadata, by which uv knows what is
    installed.
    """
    return seen_inside(planted_metadata(view.environment, coming, root), root) if coming else ()


def newly_held(text: str, environment: str) -> str:
    """The file that uv could not change, probably because another process holds it.

    Args:
        text: uv's error output.
        environment: the path of the environment.

    Returns the path relative to the environment's real path. It is empty if uv failed for another
    reason, also for lack of a permission to read or write (`Denied.is_reading`), or if the file is
    outside of the environment.

    Raises:
        OSError: a link in the path cannot be resolved.
    """
    found = denied(text)
    if found is None or found.is_reading:
        return ""
    root = os.path.realpath(environment)
    # The prefix of long paths on Windows, which a real path has only where it was asked with one.
    told = found.path.removeprefix("\\\\?\\")
    folder, name = os.path.split(os.path.normpath(os.path.join(root, told)))
    path = os.path.join(real_folder(folder), name)
    return os.path.relpath(path, root) if path.startswith(root + os.sep) else ""
