"""Ending what a sync began: the new environment stands, or the old one returns.

The same at the end of a sync that ran to its end, and after one that was cut off.
"""

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
from .inventory import Inventory
from .journal import Journal, JournalState, Process, read_journal
from .project_files import restore_project_files
from .restore import (
    Restored,
    remove_made,
    restore_contents,
    restore_environment,
    restore_packages,
)
from .saved_inventory import read_inventory
from .state_folder import StateFolder
from .unlinked import restore_links

# In the state folder. What is half written has the name of the whole, after a prefix.
_OF_ONE_SYNC = ("picture.json", "kept-", "journal.jsonl.reserve", ".lockstep-")

End = Callable[[Process], None]
"""Makes sure that an installer is gone."""

FindConcurrent = Callable[[str, Inventory, Sequence[str]], frozenset[str]]
"""What somebody else has put below a root since a picture, given what was planned by name."""

IsComplete = Callable[[JournalState, Inventory], bool]
"""Whether all that was planned stands, though nobody has verified it yet."""


class Refetched(NamedTuple):
    """What is lost for good: paths of packages, and paths that are of no package."""

    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def as_missing(self) -> Refetched:
        """All of it as missing."""
        return Refetched((*self.missing, *self.others))


Refetch = Callable[[str, tuple[str, ...]], Refetched]
"""Given an aside folder to work in, puts right what was written over and is kept nowhere."""


class Recovered(NamedTuple):
    """How a sync was ended: what could not return, the aside folders that stay, and words.

    What is `still_missing` may return later; what is left of `refetched` will not. `abandoned` says
    why nothing was put back at all, where somebody else has decided that.
    """

    is_new: bool
    abandoned: str = ""
    still_missing: tuple[str, ...] = ()
    refetched: Refetched = Refetched()
    still_held: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def resolve_interrupted(
    host: Host, state: StateFolder, end: End, concurrent: FindConcurrent, is_complete: IsComplete
) -> Recovered | None:
    """End a sync that was cut off; None where none was. The guard must be held."""
    journaled = read_journal(state.journal)
    if journaled is None:
        if exists(state.journal):
            os.unlink(state.journal)  # not even its first line: nothing was done
        # The end of the last sync may have been refused in the middle.
        _forget_old(state)
        sweep(host, state)
        return None
    if journaled.installer is not None and journaled.exit is None:
        end(journaled.installer)
    if journaled.is_new or _stands(state, journaled, is_complete):
        bring_links_back(host, journaled)
        left = commit(host, state, lambda: journaled)
        return Recovered(is_new=True, still_held=left.still_held, warnings=left.warnings)
    return roll_back(host, state, journaled, concurrent)


def bring_links_back(host: Host, journaled: JournalState) -> None:
    """Put links in their places again that were aside only while the installer worked."""
    if journaled.unlinked and is_aside_folder(journaled.aside_folder):
        aside_folder = AsideFolder(journaled.aside_folder)
        restore_links(host, aside_folder, journaled.environment, journaled.unlinked)


def _stands(state: StateFolder, journaled: JournalState, is_complete: IsComplete) -> bool:
    if journaled.is_undone:
        return False
    inventory = read_inventory(state, journaled) if journaled.kind == "packages" else None
    return inventory is not None and is_complete(journaled, inventory)


def no_refetch(_: str, unrecoverable: tuple[str, ...]) -> Refetched:
    """Leave what is lost as it is."""
    return Refetched(unrecoverable)


def roll_back(
    host: Host,
    state: StateFolder,
    journaled: JournalState,
    concurrent: FindConcurrent,
    refetch: Refetch = no_refetch,
) -> Recovered:
    """Let environment, manifest and lockfile be as they were."""
    abandoned = _abandoned(journaled)
    if abandoned:
        left = commit(host, state, lambda: journaled)
        given_up = Recovered(is_new=False, abandoned=abandoned)
        return given_up._replace(still_held=left.still_held, warnings=left.warnings)
    blocked, unrecoverable = restore_files(host, state, journaled, concurrent)
    if blocked and not journaled.is_undone:
        # A later recovery may still find that the new environment stands: then manifest and
        # lockfile have to be the new ones too.
        return Recovered(is_new=False, still_missing=blocked)
    files = restore_project_files(state, journaled)
    refetched = refetch(journaled.aside_folder, unrecoverable) if unrecoverable else Refetched()
    missing = (*blocked, *files.pending)
    left = Committed() if missing else commit(host, state, lambda: journaled)
    ended = Recovered(is_new=False, still_missing=missing, refetched=refetched)
    warnings = (*files.warnings, *left.warnings)
    return ended._replace(still_held=left.still_held, warnings=warnings)


def _abandoned(journaled: JournalState) -> str:
    """Why the old environment must not be put back; empty where it may be.

    The user may have deleted or recreated it since; then the present one is kept.
    """
    if (journaled.aside or journaled.whole) and not is_aside_folder(journaled.aside_folder):
        return f"{journaled.aside_folder} is gone, and with it all that was set aside"
    is_other = journaled.mark and mark_of(journaled.environment) != journaled.mark
    if journaled.kind == "packages" and is_other and not journaled.replaced:
        return f"{journaled.environment} was deleted or made anew meanwhile"
    return ""


def mark_of(environment: str) -> str:
    """What tells an environment from one that was made later; empty where there is none.

    No installer writes that file but to make one. Its inode alone may be given again.
    """
    try:
        found = reading(lambda: os.stat(os.path.join(environment, "pyvenv.cfg")))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def restore_files(
    host: Host, state: StateFolder, journaled: JournalState, concurrent: FindConcurrent
) -> Restored:
    """Let the environment alone be as it was; the paths that could not return."""
    if not journaled.aside_folder or not is_aside_folder(journaled.aside_folder):
        return Restored()
    # A number that the journal knows is never given to something else, also when it is free again.
    aside_folder = AsideFolder(
        journaled.aside_folder,
        max((journaled.whole, journaled.scratch, *journaled.aside.values())) + 1,
    )
    if journaled.kind == "new":
        blocked = restore_environment(host, aside_folder, journaled.environment, 0)
        remove_made(os.path.dirname(journaled.environment), journaled.above)
        return Restored(blocked)
    if journaled.whole and not journaled.in_parts:
        return Restored(
            restore_environment(host, aside_folder, journaled.environment, journaled.whole)
        )
    inventory = read_inventory(state, journaled)
    if inventory is None:
        return Restored()
    if journaled.whole:
        return Restored(
            restore_contents(host, aside_folder, journaled.environment, journaled.whole, inventory)
        )
    others = concurrent(journaled.environment, inventory, journaled.names)
    return restore_packages(
        host, aside_folder, journaled.environment, inventory, journaled.aside, others
    )


class Committed(NamedTuple):
    """The aside folders that still hold something, and what is to be said."""

    still_held: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def commit(host: Host, state: StateFolder, find: Callable[[], JournalState]) -> Committed:
    """Nothing is to be undone any more: forget the journal, then delete what was set aside.

    What the system refuses is no failure of what was done, and becomes a warning. `find` is asked
    for what the journal tells.
    """
    try:
        return Committed(_forget(host, state, find()))
    except OSError as mistake:
        how = "`lockstep sweep` deletes what was set aside"
        return Committed(warnings=(f"{said_by_system(mistake)}; {how}",))


def _forget(host: Host, state: StateFolder, journaled: JournalState) -> tuple[str, ...]:
    if journaled.aside_folder:
        try:
            remember(state, journaled.aside_folder)
        except OSError:
            # On a full disk: what is deleted need not be remembered, and that makes room.
            if not sweep_aside_folder(host, journaled.aside_folder):
                raise
    os.unlink(state.journal)
    _forget_old(state)
    return sweep(host, state)


def open_journal(state: StateFolder) -> Journal:
    """A journal for a new sync; the one before was ended, and nothing may be left of it."""
    _forget_old(state)
    return Journal(state.journal)


def _forget_old(state: StateFolder) -> None:
    for name in os.listdir(state.path):
        if name.startswith(_OF_ONE_SYNC):
            os.unlink(os.path.join(state.path, name))
