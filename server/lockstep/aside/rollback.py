"""Ends a transaction, running or interrupted, by its journal: commit, or roll back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..errors import said_by_system
from ..host.contract import Host
from ..host.existence import exists
from ..host.retry import reading
from .aside_folder import AsideFolder, is_aside_folder, sweep_aside_folder
from .aside_list import remember, sweep
from .context import Context
from .environment_effects import remove_made, restore_contents, restore_environment
from .inventory import Inventory
from .journal import Journal, JournalState, Process, read_journal
from .project_files import restore_project_files
from .restore import Restored, restore_packages
from .saved_inventory import read_inventory
from .state_folder import StateFolder
from .unlinked import restore_links

# In the state folder, by their prefix; `.lockstep-` are unfinished files of `replace_bytes`.
_OF_ONE_SYNC = ("picture.json", "kept-", "journal.jsonl.reserve", ".lockstep-")

End = Callable[[Process], None]
"""Ends an installer process if it is still running."""

FindConcurrent = Callable[[str, Inventory, Sequence[str]], frozenset[str]]
"""Given the real path of an environment, its inventory from before the transaction and the names of
the planned packages, finds the paths in it that other processes created."""

IsComplete = Callable[[JournalState, Inventory], bool]
"""Whether everything that was planned is installed, although nothing has verified it yet."""


class Refetched(NamedTuple):
    """Unrecoverable paths that could not be fetched again: `missing` of packages, else `others`."""

    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def as_missing(self) -> Refetched:
        """The same with all paths in `missing`, and none in `others`."""
        return Refetched((*self.missing, *self.others))


Refetch = Callable[[str, tuple[str, ...]], Refetched]
"""Given an aside folder to work in and unrecoverable paths, installs their packages again."""


class Recovered(NamedTuple):
    """How a transaction ended: committed (`is_new`), rolled back, or not yet.

    `not_restored` are paths, absolute or relative to the environment, to be restored by another
    attempt: the journal stays. `refetched` are paths that cannot be restored, `not_deleted`
    absolute paths of aside folders with held files. `abandoned` says why nothing was rolled back:
    the user deleted or replaced the environment.
    """

    is_new: bool
    abandoned: str = ""
    not_restored: tuple[str, ...] = ()
    refetched: Refetched = Refetched()
    not_deleted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def resolve_interrupted(
    host: Host, state: StateFolder, end: End, concurrent: FindConcurrent, is_complete: IsComplete
) -> Recovered | None:
    """Recover: end an interrupted transaction of this environment. The caller holds the guard.

    What `concurrent` finds stays in place; `is_complete` decides whether a transaction that was not
    verified is committed. Returns None if none was interrupted; then only leftovers are deleted.

    Raises:
        Refused: the inventory is damaged or gone.
        OSError: the journal or another path cannot be read, or a leftover cannot be deleted.
    """
    journaled = read_journal(state.journal)
    if journaled is None:
        if exists(state.journal):
            os.unlink(state.journal)  # without a first line there was no effect
        # The last transaction may have failed to clean up after its commit.
        _forget_old(state)
        sweep(host, state)
        return None
    # First: an installer that outlived its Lockstep would change files during the rollback.
    if journaled.installer is not None and journaled.exit is None:
        end(journaled.installer)
    if journaled.is_new or _may_commit(state, journaled, is_complete):
        # Before the commit, which sweeps the aside folder and the links in it.
        bring_links_back(host, journaled)
        left = commit(host, state, lambda: journaled)
        return Recovered(is_new=True, not_deleted=left.not_deleted, warnings=left.warnings)
    return roll_back(host, state, journaled, concurrent)


def bring_links_back(host: Host, journaled: JournalState) -> None:
    """Restore the links that were set aside only for the installer; OSError as `restore_links`."""
    if journaled.unlinked and is_aside_folder(journaled.aside_folder):
        aside_folder = AsideFolder(journaled.aside_folder)
        context = Context(host, aside_folder, journaled.environment)
        restore_links(context, journaled.unlinked)


def _may_commit(state: StateFolder, journaled: JournalState, is_complete: IsComplete) -> bool:
    """Whether an interrupted transaction is committed although it was not verified."""
    if journaled.is_undone:
        return False
    inventory = read_inventory(state, journaled) if journaled.kind == "packages" else None
    return inventory is not None and is_complete(journaled, inventory)


def no_refetch(_: str, unrecoverable: tuple[str, ...]) -> Refetched:
    """A `Refetch` that installs nothing: all paths stay missing."""
    return Refetched(unrecoverable)


def roll_back(
    host: Host,
    state: StateFolder,
    journaled: JournalState,
    concurrent: FindConcurrent,
    refetch: Refetch = no_refetch,
) -> Recovered:
    """Restore environment, manifest and lockfile, and delete the journal if all of it succeeded.

    Raises:
        Refused, OSError: as `resolve_interrupted`; or as `refetch`.
    """
    abandoned = _abandoned(journaled)
    if abandoned:
        left = commit(host, state, lambda: journaled)
        given_up = Recovered(is_new=False, abandoned=abandoned)
        return given_up._replace(not_deleted=left.not_deleted, warnings=left.warnings)
    blocked, unrecoverable = restore_files(host, state, journaled, concurrent)
    if blocked and not journaled.is_undone:
        # A later recovery may still commit: then manifest and lockfile must be the new ones too.
        return Recovered(is_new=False, not_restored=blocked)
    files = restore_project_files(state, journaled)
    refetched = refetch(journaled.aside_folder, unrecoverable) if unrecoverable else Refetched()
    missing = (*blocked, *files.pending)
    left = Committed() if missing else commit(host, state, lambda: journaled)
    ended = Recovered(is_new=False, not_restored=missing, refetched=refetched)
    warnings = (*files.warnings, *left.warnings)
    return ended._replace(not_deleted=left.not_deleted, warnings=warnings)


def _abandoned(journaled: JournalState) -> str:
    """Why the old environment must not be restored (the user deleted or recreated it); or empty."""
    if (journaled.aside or journaled.whole) and not is_aside_folder(journaled.aside_folder):
        return f"{journaled.aside_folder} is gone, and with it all that was set aside"
    is_other = journaled.mark and mark_of(journaled.environment) != journaled.mark
    if journaled.kind == "packages" and is_other and not journaled.replaced:
        return f"{journaled.environment} was deleted or recreated by another program"
    return ""


def mark_of(environment: str) -> str:
    """Identifies an environment by its pyvenv.cfg; empty if it has none; OSError if unreadable.

    Installers write that file only when they create an environment. The inode alone does not
    suffice: file systems reuse inodes.
    """
    try:
        found = reading(lambda: os.stat(os.path.join(environment, "pyvenv.cfg")))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def restore_files(
    host: Host, state: StateFolder, journaled: JournalState, concurrent: FindConcurrent
) -> Restored:
    """Restore the environment without manifest and lockfile; returns what could not be restored.

    Raises:
        Refused, OSError: as `resolve_interrupted`.
    """
    if not journaled.aside_folder or not is_aside_folder(journaled.aside_folder):
        return Restored()
    # Numbers are never reused: a repeated rollback would put something else back in their name.
    aside_folder = AsideFolder(
        journaled.aside_folder,
        max((journaled.whole, journaled.scratch, *journaled.aside.values())) + 1,
    )
    context = Context(host, aside_folder, journaled.environment)
    if journaled.kind == "new":
        blocked = restore_environment(context, 0)
        remove_made(os.path.dirname(context.root), journaled.above)
        return Restored(blocked)
    if journaled.whole and not journaled.in_parts:
        return Restored(restore_environment(context, journaled.whole))
    inventory = read_inventory(state, journaled)
    if inventory is None:
        return Restored()
    if journaled.whole:
        return Restored(restore_contents(context, journaled.whole, inventory))
    others = concurrent(context.root, inventory, journaled.names)
    return restore_packages(context, inventory, journaled.aside, others)


class Committed(NamedTuple):
    """What is left: absolute paths of aside folders with held files, and messages for the user."""

    not_deleted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def commit(host: Host, state: StateFolder, find: Callable[[], JournalState]) -> Committed:
    """End a transaction for good: delete the journal, then sweep the aside folder.

    `find` reads the state of the transaction. Nothing is rolled back any more: an error of the
    system, also in `find`, becomes a warning; then the journal may stay.
    """
    try:
        return Committed(_forget(host, state, find()))
    except OSError as mistake:
        how = "`lockstep sweep` deletes what was set aside"
        return Committed(warnings=(f"{said_by_system(mistake)}; {how}",))


def _forget(host: Host, state: StateFolder, journaled: JournalState) -> tuple[str, ...]:
    if journaled.aside_folder:
        # Before the journal is deleted: after a crash in between, the list has the folder.
        try:
            remember(state, journaled.aside_folder)
        except OSError:
            # On a full disk: deleting it at once frees space, and it need not be on the list.
            if not sweep_aside_folder(host, journaled.aside_folder):
                raise
    os.unlink(state.journal)
    _forget_old(state)
    return sweep(host, state)


def open_journal(state: StateFolder) -> Journal:
    """Create the journal of a new transaction, and delete leftovers of the last; raises OSError."""
    _forget_old(state)
    return Journal(state.journal)


def _forget_old(state: StateFolder) -> None:
    for name in os.listdir(state.path):
        if name.startswith(_OF_ONE_SYNC):
            os.unlink(os.path.join(state.path, name))
