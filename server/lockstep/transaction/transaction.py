"""The sync: prepare, aside, install, verify, then commit or restore, and sweep.

It reads like the recipe that it is. What is checked, and how an installer is asked, is the
caller's; what is on the disk at each moment is in the journal.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ..aside.errors import Immovable
from ..aside.project_files import digests
from ..aside.state_folder import state_folder
from ..errors import Refused, said_by_system
from ..host.contract import FileLock, Host
from .commands import Commands
from .environment_transaction import EnvironmentTransaction
from .guard import take_guard
from .recovery import recover_interrupted
from .report import changed_concurrently
from .types import Assessment, End, Run, TransactionResult, TransactionSpec

_TRIES = 4


def transact(
    work: TransactionSpec, host: Host, run: Callable[[FileLock], Run]
) -> TransactionResult:
    """Do the work; afterwards the environment is wholly the old one or wholly the new one.

    Raises:
        Refused: another sync is at work, or an earlier one could not be undone yet.
    """
    state = state_folder(os.path.realpath(work.environment), work.base)
    guard = take_guard(host, state)
    try:
        earlier = recover_interrupted(host, state)
        place = EnvironmentTransaction(host, state, work.environment)
        ended = _Transaction(work, place, run(guard)).run()
        return ended._replace(warnings=(*earlier, *ended.warnings))
    finally:
        guard.release()


class _Transaction:
    def __init__(self, work: TransactionSpec, place: EnvironmentTransaction, run: Run) -> None:
        self._work = work
        self._place = place
        self._commands = Commands(run, place.journal)
        self._reason = ""
        self._before: dict[str, str] = {}
        self._planned = Assessment("packages")
        self._others: tuple[str, ...] = ()

    def run(self) -> TransactionResult:
        try:
            return self._run_steps()
        except OSError as mistake:
            # No bug of ours: a full disk, or a right that went away.
            return self._undone("restored")._replace(obstacle=said_by_system(mistake))
        except Exception:
            # A refusal in the middle, or a bug: nothing stays half done.
            self._undone("restored")
            raise
        finally:
            self._place.journal.close()

    def _run_steps(self) -> TransactionResult:
        self._place.begin()
        if not self._change_project():
            return self._undone("restored")
        assessment = self._work.look()
        if assessment.is_done:
            return self._commit()
        try:
            is_well = self._install(assessment) and self._is_verified()
        except Immovable as obstacle:
            return self._undone("refused", blocked=(obstacle.path,))
        return self._commit() if is_well else self._undone("restored")

    def _change_project(self) -> bool:
        """Run the steps that write manifest and lockfile alone."""
        plan = self._work.plan
        self._before = digests((*plan.manifests, plan.lockfile))
        if plan.steps:
            self._place.keep_project_files((*plan.manifests, plan.lockfile))
        for step in plan.steps:
            is_well = self._commands.does(step)
            self._place.journal.write(wrote=digests(plan.written_by(step)))
            if not is_well:
                return False
        return True

    def _install(self, assessment: Assessment) -> bool:
        """Set aside and install; where a file is held that nobody saw, once more without it."""
        proven: tuple[str, ...] = ()
        for _ in range(_TRIES):
            now = self._set_aside(assessment, proven)
            if not self._is_made(now):
                return False
            if self._commands.do(now.steps):
                self._place.relink()
                return True
            newly_held = self._work.held_in(self._commands.output.err)
            if not newly_held or newly_held in self._place.held or assessment.kind != "packages":
                return False
            proven = (*proven, newly_held)
            if not self._place.restore_files():
                return False
        return False

    def _is_made(self, assessment: Assessment) -> bool:
        """Whether the installer takes the environment as it is: else it would empty its folder.

        That matters where all that was set aside lies there too.
        """
        if assessment.kind != "whole" or not assessment.making:
            return True
        if not self._commands.do(assessment.making):
            return False
        self._reason = "the environment that it made is not the one that it wants"
        return self._work.look().kind == "packages"

    def _set_aside(self, assessment: Assessment, proven: tuple[str, ...]) -> Assessment:
        """Move what the installer would have to delete, while no other installer is at work.

        What is to be done, by the look at it; `proven` are files that turned out to be held.
        """
        self._place.make_aside_folder()
        if assessment.kind == "new":
            return self._planning(assessment)
        lock = self._place.wait_for_others()
        try:
            if assessment.kind == "whole":
                self._planning(assessment)
                is_empty = self._place.set_all_aside()
                return assessment._replace(making=()) if is_empty else assessment
            now = self._planning(self._look_again())
            self._place.set_files_aside(now, proven)
            return now
        finally:
            lock.release()

    def _planning(self, assessment: Assessment) -> Assessment:
        self._planned = assessment
        self._place.journal.write(
            kind=assessment.kind, names=assessment.names, coming=assessment.coming
        )
        return assessment

    def _look_again(self) -> Assessment:
        """Until now another installer may have been at work."""
        assessment = self._work.look()
        if assessment.kind != "packages":
            raise Refused("another installer has replaced the environment meanwhile; try again")
        return assessment

    def _is_verified(self) -> bool:
        if self._leads_elsewhere():
            return False
        assessment = self._work.look()
        is_hurt = bool({*assessment.damaged} - {*self._planned.names})
        if is_hurt and self._is_mended(assessment):
            assessment = self._work.look()
        self._reason = assessment.reason
        is_done = assessment.is_done or self._is_explained(assessment)
        if is_done:
            self._place.journal.write(is_verified=True)
        return is_done

    def _is_mended(self, assessment: Assessment) -> bool:
        """Install what lost a file that it shared with a package that went."""
        lock = self._place.wait_for_others()
        try:
            self._place.unlink_outward_links()
        finally:
            lock.release()
        is_done = self._commands.do(assessment.steps)
        self._place.relink()
        return is_done

    def _leads_elsewhere(self) -> bool:
        """Whether the environment is a link that somebody has pointed elsewhere meanwhile."""
        path = self._work.environment
        if not os.path.isdir(path) or os.path.samefile(path, self._place.root):
            return False
        self._reason = f"{path} leads to {os.path.realpath(path)} now"
        return True

    def _is_explained(self, assessment: Assessment) -> bool:
        """Whether what is left is somebody else's doing, who installed at the same time."""
        if assessment.kind != "packages" or assessment.damaged:
            return False
        self._others = tuple(sorted({*assessment.names, *assessment.others}))
        return not {*assessment.names} & {*self._planned.names}

    def _commit(self) -> TransactionResult:
        wrote = self._before != digests(self._before)
        left = self._place.commit()
        others = tuple(f"{it} was changed by somebody else meanwhile" for it in self._others)
        return self._ended("done")._replace(still_held=left, wrote=wrote, warnings=others)

    def _undone(self, end: End, blocked: tuple[str, ...] = ()) -> TransactionResult:
        found = self._place.roll_back(self._work.refetch)
        is_whole = not (found.still_missing or found.refetched.missing or found.abandoned)
        return self._ended(end if is_whole else "failed")._replace(
            blocked=blocked,
            abandoned=found.abandoned,
            still_missing=found.still_missing,
            overwritten=found.refetched.missing,
            still_held=found.still_held,
            warnings=(*found.warnings, *changed_concurrently(found.refetched.others)),
        )

    def _ended(self, end: End) -> TransactionResult:
        step, output, said = self._commands.step, self._commands.output, self._commands.said
        ended = TransactionResult(end, step, output.status, output.err, said, self._place.held)
        return ended._replace(reason=self._reason, kind=self._planned.kind)
