"""The sync: prepare, aside, install, verify, then commit or restore, and sweep.

It reads like the recipe that it is. What is checked, and how an installer is asked, is the
caller's; what is on the disk at each moment is in the journal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from ..aside.errors import Immovable
from ..aside.journal import Journal, Story, read_journal
from ..aside.picture import take_picture
from ..aside.recover import (
    Recovered,
    finish,
    open_journal,
    recover,
    restore,
    save_picture,
    undo,
)
from ..aside.room import Room, make_room, new_room
from ..aside.stash import set_broken_aside, set_environment_aside, set_packages_aside
from ..aside.state import StateFolder, state_folder
from ..aside.texts import digests, keep_texts
from ..errors import Refused
from ..host.contract import Hold, Host
from ..host.processes import end_tree, started
from ..host.run import Output
from ..model.plan import Step
from .foreign import foreign_files
from .guard import take_guard
from .work import End, Run, Sight, Transacted, Work

_TRIES = 4
_LOCK_SECONDS = 300.0
_BUSY = "another installer has been at work in this environment for 5 minutes"
_MOST_PATHS = 3


def transact(work: Work, host: Host, run: Callable[[Hold], Run]) -> Transacted:
    """Do the work; afterwards the environment is wholly the old one or wholly the new one.

    Raises:
        Refused: another sync is at work, or an earlier one could not be undone yet.
    """
    state = state_folder(os.path.realpath(work.environment), work.base)
    guard = take_guard(host, state)
    try:
        earlier = recover_earlier(host, state)
        ended = _Transaction(work, host, state, run(guard)).run()
        return ended._replace(warnings=(*earlier, *ended.warnings))
    finally:
        guard.let_go()


def recover_earlier(host: Host, state: StateFolder) -> tuple[str, ...]:
    """End a sync that was cut off, if there was one; what happened, in words.

    Raises:
        Refused: not all of it could be put back yet, so nothing else may begin.
    """
    found = recover(host, state, lambda process: end_tree(*process), foreign_files)
    if found is None:
        return ()
    if found.still_missing:
        what = "an earlier sync could not be undone: these paths could not be put back yet"
        how = "end the programs that hold them, or let this user write there, and run this again"
        more = len(found.still_missing) - _MOST_PATHS
        paths = ", ".join(found.still_missing[:_MOST_PATHS]) + (f" and {more} more" * (more > 0))
        raise Refused(f"{what}: {paths}; {how}")
    what = "the new environment stands" if found.is_new else "the old environment was put back"
    return (f"an earlier sync was cut off; {what}", *found.warnings)


class _Transaction:
    def __init__(self, work: Work, host: Host, state: StateFolder, run: Run) -> None:
        self._work = work
        self._host = host
        self._state = state
        self._start = run
        self._root = os.path.realpath(work.environment)
        self._room = Room(new_room(self._root))
        self._journal: Journal = open_journal(state)
        self._step = Step("checking", ())
        self._output = Output(None)
        self._said: list[str] = []
        self._held: tuple[str, ...] = ()
        self._reason = ""
        self._before: dict[str, str] = {}
        self._planned = Sight("packages")
        self._others: tuple[str, ...] = ()

    def run(self) -> Transacted:
        try:
            return self._run_steps()
        except OSError as mistake:
            # No bug of ours: a full disk, or a right that went away.
            where = f"{mistake.filename}: " if mistake.filename else ""
            why = f"{where}{mistake.strerror or mistake}"
            return self._undone("restored")._replace(obstacle=why)
        except Exception:
            # A refusal in the middle, or a bug: nothing stays half done.
            self._undone("restored")
            raise
        finally:
            self._journal.close()

    def _run_steps(self) -> Transacted:
        self._journal.write(begin={"environment": self._root, "room": self._room.path})
        if not self._change_project():
            return self._undone("restored")
        sight = self._work.look()
        if sight.is_done:
            return self._commit()
        try:
            is_installed = self._install(sight)
        except Immovable as obstacle:
            return self._undone("refused", stuck=(obstacle.path,))
        if is_installed and self._is_verified():
            return self._commit()
        return self._undone("restored")

    def _change_project(self) -> bool:
        """Run the steps that write manifest and lockfile alone."""
        plan = self._work.plan
        self._before = digests((*plan.manifests, plan.lockfile))
        if plan.steps:
            keep_texts(self._state, self._journal, (*plan.manifests, plan.lockfile))
        for step in plan.steps:
            is_well = self._does(step)
            self._journal.write(wrote=digests(plan.written_by(step)))
            if not is_well:
                return False
        return True

    def _install(self, sight: Sight) -> bool:
        """Set aside and install; where a file is held that nobody saw, once more without it."""
        more: tuple[str, ...] = ()
        for _ in range(_TRIES):
            now = self._set_aside(sight, more)
            if not self._is_made(now):
                return False
            if self._do(now.steps):
                return True
            newly_held = self._work.held_in(self._output.err)
            if not newly_held or newly_held in self._held or sight.kind != "packages":
                return False
            more = (*more, newly_held)
            if restore(self._host, self._state, self._story(), foreign_files):
                return False
        return False

    def _is_made(self, sight: Sight) -> bool:
        """Whether the installer takes the environment as it is: else it would empty its folder.

        That matters where all that was set aside lies there too.
        """
        if sight.kind != "whole" or not sight.making:
            return True
        if not self._do(sight.making):
            return False
        self._reason = "the environment that it made is not the one that it wants"
        return self._work.look().kind == "packages"

    def _set_aside(self, sight: Sight, more: tuple[str, ...]) -> Sight:
        """Move what the installer would have to delete, while no other installer is at work.

        What is to be done, by the look at it; `more` are files that turned out to be held.
        """
        if not os.path.isdir(self._room.path):
            make_room(self._host, self._room.path)
        if sight.kind == "new":
            return self._planning(sight)
        lock = self._wait_for_others()
        try:
            if sight.kind == "whole":
                self._planning(sight)
                is_empty = self._set_all_aside()
                return sight._replace(making=()) if is_empty else sight
            now = self._planning(self._look_again())
            self._set_files_aside(now._replace(going=(*now.going, *more)), more)
            return now
        finally:
            lock.let_go()

    def _planning(self, sight: Sight) -> Sight:
        self._planned = sight
        self._journal.write(kind=sight.kind, names=sight.names)
        return sight

    def _look_again(self) -> Sight:
        """Until now another installer may have been at work."""
        sight = self._work.look()
        if sight.kind != "packages":
            raise Refused("another installer has replaced the environment meanwhile; try again")
        return sight

    def _wait_for_others(self) -> Hold:
        lock = self._host.hold(os.path.join(self._root, ".lock"), _LOCK_SECONDS)
        if lock is None:
            raise Refused(f"{_BUSY}; try again when it has ended")
        return lock

    def _set_files_aside(self, sight: Sight, proven: tuple[str, ...]) -> None:
        picture = take_picture(self._root, os.path.dirname(self._room.path), sight.going)
        save_picture(self._state, picture)
        place = (self._host, self._journal, self._room, self._root)
        held = set_packages_aside(*place, sight.going, proven)
        self._held = (*self._held, *held)
        set_broken_aside(*place, sight.broken)

    def _set_all_aside(self) -> bool:
        return set_environment_aside(
            self._host,
            self._journal,
            self._room,
            self._root,
            lambda picture: save_picture(self._state, picture),
        )

    def _do(self, steps: Iterable[Step]) -> bool:
        """Whether all of them ended well, one after the other."""
        return all(self._does(it) for it in steps)

    def _does(self, step: Step) -> bool:
        self._step = step
        self._output = self._start(step, self._born)
        self._said += self._output.err.splitlines()
        self._journal.write(exit=self._output.status)
        return self._output.status == 0

    def _born(self, pid: int) -> None:
        self._journal.write(installer=[pid, started(pid)])

    def _is_verified(self) -> bool:
        if self._leads_elsewhere():
            return False
        sight = self._work.look()
        is_hurt = bool({*sight.damaged} - {*self._planned.names})
        if is_hurt and self._do(sight.steps):
            sight = self._work.look()
        self._reason = sight.reason
        is_done = sight.is_done or self._is_explained(sight)
        if is_done:
            self._journal.write(is_verified=True)
        return is_done

    def _leads_elsewhere(self) -> bool:
        """Whether the environment is a link that somebody has pointed elsewhere meanwhile."""
        path = self._work.environment
        if not os.path.isdir(path) or os.path.samefile(path, self._root):
            return False
        self._reason = f"{path} leads to {os.path.realpath(path)} now"
        return True

    def _is_explained(self, sight: Sight) -> bool:
        """Whether what is left is somebody else's doing, who installed at the same time."""
        if sight.kind != "packages" or sight.damaged:
            return False
        self._others = tuple(sorted({*sight.names, *sight.others}))
        return not {*sight.names} & {*self._planned.names}

    def _commit(self) -> Transacted:
        wrote = self._before != digests(self._before)
        self._journal.close()
        left = finish(self._host, self._state, self._story())
        others = tuple(f"{it} was changed by somebody else meanwhile" for it in self._others)
        return self._ended("done")._replace(still_held=left, wrote=wrote, warnings=others)

    def _undone(self, end: End, stuck: tuple[str, ...] = ()) -> Transacted:
        self._journal.close()
        found: Recovered = undo(self._host, self._state, self._story(), foreign_files)
        ended = self._ended("failed" if found.still_missing else end)
        return ended._replace(
            stuck=stuck,
            still_missing=found.still_missing,
            still_held=found.still_held,
            warnings=found.warnings,
        )

    def _ended(self, end: End) -> Transacted:
        output = self._output
        said = tuple(self._said)
        ended = Transacted(end, self._step, output.status, output.err, said, self._held)
        return ended._replace(reason=self._reason, kind=self._planned.kind)

    def _story(self) -> Story:
        return read_journal(self._state.journal) or Story()
