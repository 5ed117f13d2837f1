"""Work on an environment without an installer: end what was cut off, sweep, delete, free."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from ..aside.aside_list import sweep
from ..aside.errors import Immovable
from ..aside.journal import Kind
from ..aside.saved_inventory import forget_base
from ..aside.state_folder import StateFolder, state_folder
from ..errors import Refused, said_by_system
from ..host.contract import Host
from ..host.existence import exists, is_real_folder
from .environment_transaction import EnvironmentTransaction
from .guard import take_guard
from .recovery import not_back_yet, not_ended_yet, recover_interrupted
from .report import changed_concurrently


class UpkeepResult(NamedTuple):
    """How it ended: what is still held, what would not move, words, and what was swapped."""

    still_held: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def sweep_environment(host: Host, environment: str) -> UpkeepResult:
    """End a sync that was cut off, and delete what earlier ones set aside."""

    def work(state: StateFolder) -> UpkeepResult:
        return UpkeepResult(sweep(host, state))

    return _guarded(host, environment, work)


def recover_environment(host: Host, environment: str) -> tuple[str, ...]:
    """End a sync that was cut off; what happened, in words.

    What earlier ones set aside is left to a sweep, which may be refused where this is not.
    """
    return _guarded(host, environment, lambda _: UpkeepResult()).warnings


def delete_environment(host: Host, environment: str) -> UpkeepResult:
    """Move an environment aside as a whole, then delete what nobody holds of it."""

    def work(state: StateFolder) -> UpkeepResult:
        root = os.path.realpath(environment)
        # No installer makes an environment behind a link to nothing.
        is_linked = exists(environment) and not is_real_folder(environment)
        return _delete(host, state, root, keeps_folder=is_linked)

    return _guarded(host, environment, work)


def free_environment(host: Host, environment: str) -> UpkeepResult:
    """Swap every held file, so that any installer in any terminal can delete what is there."""

    def work(state: StateFolder) -> UpkeepResult:
        return _free(host, state, os.path.realpath(environment))

    return _guarded(host, environment, work)


def _guarded(
    host: Host, environment: str, work: Callable[[StateFolder], UpkeepResult]
) -> UpkeepResult:
    state = state_folder(os.path.realpath(environment))
    guard = take_guard(host, state)
    try:
        earlier = recover_interrupted(host, state)
        found = work(state)
        return found._replace(warnings=(*earlier, *found.warnings))
    finally:
        guard.release()


def _delete(host: Host, state: StateFolder, root: str, *, keeps_folder: bool) -> UpkeepResult:
    def work(place: EnvironmentTransaction) -> tuple[str, ...]:
        is_free = place.set_all_aside(keeps_folder=keeps_folder)
        if is_free and not keeps_folder and exists(root):
            _remove_empty(host, root)
        return ()

    kept = _journaled(EnvironmentTransaction(host, state, root), "whole", work)
    if not kept.blocked:
        # Of no use to another environment in its place.
        forget_base(state)
    is_left = not kept.blocked and _is_left(root, keeps_folder=keeps_folder)
    return kept._replace(still_held=(*kept.still_held, root)) if is_left else kept


def _is_left(root: str, *, keeps_folder: bool) -> bool:
    """Whether something of an environment that was set aside is still in its place."""
    try:
        return exists(root) and not (keeps_folder and not os.listdir(root))
    except OSError:
        # What is done stays done, also where the system does not show it now.
        return False


def _free(host: Host, state: StateFolder, root: str) -> UpkeepResult:
    return _journaled(
        EnvironmentTransaction(host, state, root), "packages", EnvironmentTransaction.swap_all_held
    )


def _journaled(
    place: EnvironmentTransaction,
    kind: Kind,
    work: Callable[[EnvironmentTransaction], tuple[str, ...]],
) -> UpkeepResult:
    """Work that is wholly done or wholly undone.

    Raises:
        Refused: the system refused something else than to move a file, such as room on the disk,
            or not everything could be put back yet.

    What it refuses when the work is done is a warning.
    """
    try:
        place.begin(kind)
        place.make_aside_folder()
        swapped = work(place)
        place.journal.write(exit=0, is_verified=True)
    except Immovable as immovable:
        return UpkeepResult(blocked=(immovable.path,), warnings=_undo(place))
    except OSError as mistake:
        _undo(place)
        raise Refused(f"{said_by_system(mistake, place.root)}; everything is as it was") from None
    finally:
        place.journal.close()
    left = place.commit()
    return UpkeepResult(left.still_held, warnings=left.warnings, swapped=swapped)


def _undo(place: EnvironmentTransaction) -> tuple[str, ...]:
    """Let everything be as it was; the words about it."""
    try:
        undone = place.roll_back()
    except OSError as mistake:
        raise Refused(not_ended_yet(said_by_system(mistake, place.root))) from mistake
    if undone.still_missing:
        raise Refused(not_back_yet(undone.still_missing))
    if undone.abandoned:
        raise Refused(f"{undone.abandoned}; what is there now stays as it is")
    # No installer was at work, so what is not as it was is somebody else's doing.
    return (*undone.warnings, *changed_concurrently(undone.refetched.missing))


def _remove_empty(host: Host, root: str) -> None:
    """Remove what is left of an environment; on Windows a folder stays where somebody stands."""
    try:
        host.remove(root)
    except OSError:
        return
