"""The sync: prepare, aside, install, verify, then commit or roll back, and sweep.

What is done, and whether it is done, is decided by the caller's assessor, which asks the installer;
what is on the disk at each moment is in the journal.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from ..aside.errors import Immovable
from ..aside.project_files import digests
from ..aside.state_folder import state_folder
from ..errors import Refused, said_by_system
from ..host.contract import FileLock, Host
from ..host.existence import is_folder
from ..host.files import replace_bytes
from .commands import Commands
from .environment_transaction import EnvironmentTransaction
from .guard import take_guard
from .recovery import recover_interrupted
from .report import rolled_back
from .types import Assessment, Declined, End, Run, TransactionResult, TransactionSpec, Verdict

_TRIES = 4
_PLANS = 3


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
        self._verdict = Verdict(is_done=False)
        self._is_committing = False

    def run(self) -> TransactionResult:
        try:
            return self._run_steps()
        except Declined as refusal:
            self._commands.step, self._commands.output = refusal.step, refusal.output
            return self._undone("declined")
        except Immovable as obstacle:
            return self._undone("refused", blocked=(obstacle.path,))
        except OSError as mistake:  # a full disk, or a right that went away
            return self._undone("restored")._replace(obstacle=said_by_system(mistake))
        except Exception:
            # A refusal in the middle, or a bug: nothing stays half done, and what is done stays.
            if not self._is_committing:
                self._undone("restored")
            raise
        finally:
            self._place.journal.close()

    def _run_steps(self) -> TransactionResult:
        self._place.begin()
        if not self._change_project():
            return self._undone("restored")
        planned = self._work.assessor.assess(self._place.look_ahead)
        if planned.is_done:
            return self._commit()
        is_well = self._is_rehearsed(planned) and self._install(planned) and self._is_verified()
        return self._commit() if is_well else self._undone("restored")

    def _change_project(self) -> bool:
        """Run the steps that write manifest and lockfile alone."""
        plan = self._work.plan
        self._before = digests((*plan.manifests, plan.lockfile))
        if plan.steps:
            self._place.keep_project_files((*plan.manifests, plan.lockfile))
        if plan.discards_lockfile:
            replace_bytes(plan.lockfile, None)
            self._place.journal.write(wrote=digests((plan.lockfile,)))
        for step in plan.steps:
            is_well = self._commands.does(step)
            self._place.journal.write(wrote=digests(plan.written_by(step)))
            if not is_well:
                return False
        return True

    def _is_rehearsed(self, planned: Assessment) -> bool:
        """Whether the new environment could be made in another place, from the start to the end.

        Errors of the network, of builds and of the disk happen here, while the old environment
        stands; what follows takes everything from the installer's cache.
        """
        if planned.kind != "whole" or planned.rehearsal is None:
            return True
        self._place.make_aside_folder()
        return self._commands.does(planned.rehearsal(self._place.scratch_place()))

    def _install(self, planned: Assessment) -> bool:
        """Set aside and install; where a file turns out to be held, once more with it swapped."""
        proven: tuple[str, ...] = ()
        for _ in range(_TRIES):
            now = self._set_aside(planned, proven)
            if not self._is_made(now):
                return False
            with self._work.assessor.installing(self._place.inventory):
                is_well = self._commands.do(now.steps)
            if is_well:
                self._place.relink()
                return True
            newly_held = self._work.held_in(self._commands.output.err)
            if not newly_held or newly_held in self._place.held or planned.kind != "packages":
                return False
            proven = (*proven, newly_held)
            if not self._place.restore_files():
                return False
        return False

    def _is_made(self, planned: Assessment) -> bool:
        """Whether the installer takes the environment as it is: else it would empty its folder.

        That matters where all that was set aside lies there too.
        """
        if planned.kind != "whole" or not planned.making:
            return True
        if not self._commands.do(planned.making):
            return False
        self._reason = "the environment that it made is not the one that it wants"
        return self._work.assessor.is_accepted(planned)

    def _set_aside(self, planned: Assessment, proven: tuple[str, ...]) -> Assessment:
        """Move what the installer would have to delete, while no other installer is at work.

        Returns the plan that holds now; `proven` are files that turned out to be held.
        """
        self._place.make_aside_folder()
        if planned.kind == "new":
            return self._planning(planned)
        for _ in range(_PLANS):
            lock = self._place.wait_for_others()
            try:
                if planned.kind == "whole":
                    self._planning(planned)
                    is_empty = self._place.set_all_aside()
                    return planned._replace(making=()) if is_empty else planned
                if self._work.assessor.is_current():
                    self._place.set_files_aside(self._planning(planned), proven)
                    return planned
            finally:
                lock.release()
            # Without the lock, for which the installer would wait.
            planned = self._work.assessor.assess(self._place.look_ahead)
            if planned.kind != "packages":
                raise Refused("another installer has replaced the environment; try again")
        raise Refused("another installer keeps changing the environment; try again when it ends")

    def _planning(self, planned: Assessment) -> Assessment:
        self._planned = planned
        self._place.journal.write(kind=planned.kind, names=planned.names, coming=planned.coming)
        return planned

    def _is_verified(self) -> bool:
        if self._leads_elsewhere() or self._is_replaced():
            return False
        verdict = self._work.assessor.verify(self._planned)
        if verdict.damaged:
            self._mend(verdict)
            verdict = self._work.assessor.verify(self._planned)
        self._verdict = verdict
        self._reason = verdict.reason
        if verdict.is_done:
            self._place.journal.write(is_verified=True)
        return verdict.is_done

    def _mend(self, verdict: Verdict) -> None:
        """Install packages again that lack files, such as one that shared a file with another."""
        lock = self._place.wait_for_others()
        try:
            self._place.set_more_aside(verdict.going)
            self._place.unlink_outward_links()
        finally:
            lock.release()
        self._commands.do(verdict.mending)
        self._place.relink()

    def _leads_elsewhere(self) -> bool:
        """Whether the environment is a link that another program has changed."""
        path = self._work.environment
        if not is_folder(path) or os.path.samefile(path, self._place.root):
            return False
        self._reason = f"{path} leads to {os.path.realpath(path)} now"
        return True

    def _is_replaced(self) -> bool:
        """Whether another environment stands in the place of the one that was to stay."""
        if self._planned.kind != "packages" or not self._place.is_replaced():
            return False
        self._reason = "it replaced the environment, which its plan had kept"
        return True

    def _commit(self) -> TransactionResult:
        """The end of a sync that is done: from here on no error undoes it."""
        self._is_committing = True
        others = (f"{it} was changed by another process" for it in self._verdict.concurrent)
        warnings = (*others, *self._verdict.warnings)
        wrote = True
        with suppress(OSError):
            wrote = self._before != digests(self._before)
        left = self._place.commit()
        ended = self._ended("done")._replace(still_held=left.still_held, wrote=wrote)
        return ended._replace(warnings=(*warnings, *left.warnings))

    def _undone(self, end: End, blocked: tuple[str, ...] = ()) -> TransactionResult:
        is_ours = self._work.replaced_in("\n".join(self._commands.said))
        try:
            found = self._place.roll_back(self._work.refetch, is_ours=is_ours)
        except OSError as mistake:
            return self._ended("failed")._replace(obstacle=said_by_system(mistake), is_pending=True)
        return rolled_back(self._ended(end), found, is_ours=is_ours)._replace(blocked=blocked)

    def _ended(self, end: End) -> TransactionResult:
        commands, output = self._commands, self._commands.output
        ended = TransactionResult(end, commands.step, output.status, output.err, commands.said)
        return ended._replace(
            held=self._place.held,
            is_undone=self._place.is_undone,
            reason=self._reason,
            kind=self._planned.kind,
            installed=frozenset(self._planned.versions),
        )
