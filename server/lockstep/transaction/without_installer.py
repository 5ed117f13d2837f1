"""Transactions that run no installer: delete and free; and the sweep."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from ..aside.aside_list import sweep
from ..aside.errors import Immovable
from ..aside.journal import Kind
from ..aside.saved_inventory import forget_base
from ..aside.state_folder import StateFolder
from ..errors import Refused, advice_on, said_by_system
from ..host.contract import Host
from ..host.existence import exists, is_real_folder
from .environment_transaction import EnvironmentTransaction
from .guarded import GuardedEnvironment
from .recovery import abandoned, interrupted_rollback, not_restored
from .report import changed_concurrently


class UpkeepResult(NamedTuple):
    """How a sweep, a deletion or a `free` ended; all paths are absolute.

    Attributes:
        not_deleted: what was set aside and is still in use, or could not be deleted; also a deleted
            environment of which a part is still in its place.
        blocked: the file that could not be moved; then everything is as before. Empty if none.
        warnings: messages for the user.
        swapped: the held files in the place of which a copy was put.
    """

    not_deleted: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def sweep_environment(guarded: GuardedEnvironment) -> UpkeepResult:
    """Delete what earlier transactions set aside, unless it is in use.

    Raises:
        Refused: as `GuardedEnvironment.take`.
        OSError: as `GuardedEnvironment.take`, or the list of aside folders cannot be read or
            written.
    """
    state, _ = guarded.take()
    return UpkeepResult(sweep(guarded.host, state))


def delete_environment(guarded: GuardedEnvironment) -> UpkeepResult:
    """Set an environment aside as a whole, then delete it, unless it is in use.

    If its path is a link, an empty folder stays at the target.

    Raises:
        Refused: as `GuardedEnvironment.take`; a folder cannot be listed or the system refuses
            something else than to move a file; or a rollback is not complete.
        OSError: as `GuardedEnvironment.take`, or the transaction cannot begin.
    """
    state, _ = guarded.take()
    # If the path is a link, its target stays, empty: no installer creates an environment behind a
    # link that leads to nothing.
    is_linked = exists(guarded.path) and not is_real_folder(guarded.path)
    return _delete(guarded.host, state, guarded.root, keeps_folder=is_linked)


def free_environment(guarded: GuardedEnvironment) -> UpkeepResult:
    """Swap every held file, so that any installer can delete what is there.

    Raises:
        Refused, OSError: as `delete_environment`.
    """
    state, _ = guarded.take()
    place = EnvironmentTransaction(guarded.host, state, guarded.root)
    return _journaled(place, "packages", EnvironmentTransaction.swap_all_held)


def _delete(host: Host, state: StateFolder, root: str, *, keeps_folder: bool) -> UpkeepResult:
    def work(place: EnvironmentTransaction) -> tuple[str, ...]:
        is_free = place.set_all_aside(keeps_folder=keeps_folder)
        if is_free and not keeps_folder and exists(root):
            _remove_empty(host, root)
        return ()

    kept = _journaled(EnvironmentTransaction(host, state, root), "whole", work)
    if not kept.blocked:
        # The kept inventory is of no use for a later environment at the same path.
        forget_base(state)
    is_left = not kept.blocked and _is_left(root, keeps_folder=keeps_folder)
    return kept._replace(not_deleted=(*kept.not_deleted, root)) if is_left else kept


def _is_left(root: str, *, keeps_folder: bool) -> bool:
    """Whether anything but a wanted empty folder is still in the place of the environment.

    False if that cannot be found out.
    """
    try:
        return exists(root) and not (keeps_folder and not os.listdir(root))
    except OSError:
        # The deletion is complete, although the system cannot show it at the moment.
        return False


def _journaled(
    place: EnvironmentTransaction,
    kind: Kind,
    work: Callable[[EnvironmentTransaction], tuple[str, ...]],
) -> UpkeepResult:
    """Do work completely, or roll it back; an error after the work becomes a warning.

    Args:
        place: the transaction, with a journal that is closed here.
        kind: what is set aside.
        work: does the work, and returns the absolute paths of swapped files.

    Raises:
        Refused: the system refuses something other than to move a file, as on a full disk, or not
            everything could be put back yet.
    """
    try:
        place.begin(kind)
        place.make_aside_folder()
        swapped = work(place)
        # Without both values a recovery rolls back.
        place.journal.write(exit=0, is_verified=True)
    except Immovable as immovable:
        return UpkeepResult(blocked=(immovable.path,), warnings=_undo(place))
    except OSError as mistake:
        _undo(place)
        what = f"{said_by_system(mistake, place.root)}; everything is as it was"
        raise Refused(what, advice_on(mistake)) from None
    finally:
        place.journal.close()
    left = place.commit()
    return UpkeepResult(left.not_deleted, warnings=left.warnings, swapped=swapped)


def _undo(place: EnvironmentTransaction) -> tuple[str, ...]:
    """Roll back; returns warnings.

    Raises:
        Refused: not everything could be put back, or nothing was, because the environment was
            deleted or recreated.
    """
    try:
        undone = place.roll_back()
    except OSError as mistake:
        raise interrupted_rollback(mistake, place.root) from mistake
    if undone.not_restored:
        raise not_restored(undone.not_restored)
    if undone.abandoned:
        raise Refused(abandoned(undone.abandoned), "`lockstep check` shows how it is")
    # No installer has run, so that another process has changed the files that differ.
    return (*undone.warnings, *changed_concurrently(undone.refetched.missing))


def _remove_empty(host: Host, root: str) -> None:
    """Remove the empty folder of an environment if possible.

    On Windows it stays if it is the current folder of a process.
    """
    try:
        host.remove(root)
    except OSError:
        return
