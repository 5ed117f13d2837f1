"""One transaction: prepare, set aside, install, verify; then commit or roll back, and sweep.

The caller's assessor decides what is to be done and whether it is done, by asking the installer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from ..aside.errors import Immovable
from ..aside.project_files import digests
from ..errors import Busy, said_by_system
from ..host.contract import FileLock
from ..host.existence import is_folder
from ..host.files import replace_bytes
from . import result
from .commands import Commands
from .environment_transaction import EnvironmentTransaction
from .guarded import GuardedEnvironment
from .report import changed_concurrently, rolled_back
from .types import Assessment, InstallerRefusal, Run, TransactionSpec, Verdict

_MOST_INSTALLS = 4
_MOST_PLANS = 3


def transact(
    spec: TransactionSpec, guarded: GuardedEnvironment, run: Callable[[FileLock], Run]
) -> result.TransactionResult:
    """Carry out a transaction: then the environment is the old or the new one, or `Incomplete`.

    `run` gets the guard, which an installer has to inherit, and returns the function for a step.

    Raises:
        LockstepError, OSError: it cannot begin; or the former from the assessor or a rollback.
    """
    state, guard = guarded.take()
    guarded.has_run = True
    place = EnvironmentTransaction(guarded.host, state, guarded.root)
    return _Transaction(spec, place, run(guard)).run()


class _Transaction:
    def __init__(self, spec: TransactionSpec, place: EnvironmentTransaction, run: Run) -> None:
        self._spec = spec
        self._place = place
        self._commands = Commands(run, place.journal)
        self._reason = ""
        self._before: dict[str, str] = {}
        self._planned = Assessment("packages")
        self._verdict = Verdict(is_done=False)
        self._is_committing = False

    def run(self) -> result.TransactionResult:
        try:
            return self._run_steps()
        except InstallerRefusal as refusal:
            self._commands.ended(refusal.step, refusal.output)
            return self._undone(result.Declined())
        except Immovable as obstacle:
            return self._undone(result.Blocked(obstacle.path))
        except OSError as mistake:  # for example a full disk
            return self._undone(result.RolledBack(result.Failure(said_by_system(mistake))))
        except Exception:
            # A refusal, or a bug: roll back, unless the commit has begun.
            if not self._is_committing:
                self._undone(result.RolledBack())
            raise
        finally:
            self._place.journal.close()

    def _run_steps(self) -> result.TransactionResult:
        self._place.begin()
        if not self._change_project():
            return self._undone(result.RolledBack())
        planned = self._spec.assessor.assess(self._place.look_ahead)
        if planned.is_done:
            return self._commit()
        is_well = self._rehearse(planned) and self._install(planned) and self._verify()
        failure = result.Failure(reason=self._reason)
        return self._commit() if is_well else self._undone(result.RolledBack(failure))

    def _change_project(self) -> bool:
        """Run the steps that change only manifest and lockfile; returns True if all succeeded."""
        plan = self._spec.plan
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

    def _rehearse(self, planned: Assessment) -> bool:
        """Create the new environment in a scratch folder, if needed; returns False if that failed.

        Errors of network, builds and disk occur here, while the old environment is in place.
        """
        if planned.kind != "whole" or planned.rehearsal is None:
            return True
        self._place.make_aside_folder()
        return self._commands.does(planned.rehearsal(self._place.scratch_place()))

    def _install(self, planned: Assessment) -> bool:
        """Set aside and install; if the installer meets a held file, swap it and install again."""
        proven: tuple[str, ...] = ()
        for _ in range(_MOST_INSTALLS):
            current = self._set_aside(planned, proven)
            if not self._make_environment(current):
                return False
            with self._spec.assessor.installing(self._place.inventory):
                is_well = self._commands.do(current.steps)
            if is_well:
                self._place.relink()
                return True
            newly_held = self._spec.held_in(self._commands.last.err)
            # A file that is held in spite of its swap would be so again.
            if not newly_held or newly_held in self._place.held or planned.kind != "packages":
                return False
            # The next attempt sets aside again, from the state before the first one.
            proven = (*proven, newly_held)
            if not self._place.restore_files():
                return False
        return False

    def _make_environment(self, planned: Assessment) -> bool:
        """Create an environment in a folder that is not empty, if the plan needs it.

        Returns False if the installer failed, or would empty the folder, with the aside folder.
        """
        if planned.kind != "whole" or not planned.making:
            return True
        if not self._commands.do(planned.making):
            return False
        # The reasons complete "uv reported success, but …".
        self._reason = "it does not accept the environment that it has made"
        return self._spec.assessor.is_accepted(planned)

    def _set_aside(self, planned: Assessment, proven: tuple[str, ...]) -> Assessment:
        """Set aside what the installer will delete; in an existing environment under uv's `.lock`.

        `proven` are files that an installer has reported as held. Returns what is to be done, which
        is planned again if the environment has changed since `planned`. Raises Busy if another
        installer replaces the environment, or keeps changing it.
        """
        self._place.make_aside_folder()
        if planned.kind == "new":
            self._announce(planned)
            return planned
        for plans_left in reversed(range(_MOST_PLANS)):
            lock = self._place.wait_for_others()
            try:
                if planned.kind == "whole":
                    self._announce(planned)
                    is_empty = self._place.set_all_aside()
                    return planned._replace(making=()) if is_empty else planned
                if self._spec.assessor.is_current():
                    self._announce(planned)
                    self._place.set_files_aside(planned, proven)
                    return planned
            finally:
                lock.release()
            # Without the lock, because the installer would wait for it, even in a dry run.
            if plans_left:
                planned = self._spec.assessor.assess(self._place.look_ahead)
            if planned.kind != "packages":
                raise Busy("another installer has replaced the environment", "try again")
        raise Busy("another installer keeps changing the environment")

    def _announce(self, planned: Assessment) -> None:
        """Write what will be done into the journal, before anything is set aside."""
        self._planned = planned
        self._place.journal.write(kind=planned.kind, names=planned.names, coming=planned.coming)

    def _verify(self) -> bool:
        if self._leads_elsewhere() or self._is_replaced():
            return False
        verdict = self._spec.assessor.verify(self._planned)
        if verdict.damaged:
            self._mend(verdict)
            verdict = self._spec.assessor.verify(self._planned)
        self._verdict = verdict
        self._reason = verdict.reason
        if verdict.is_done:
            self._place.journal.write(is_verified=True)
        return verdict.is_done

    def _mend(self, verdict: Verdict) -> None:
        """Install packages again that lack files, such as one that a removed package has shared."""
        lock = self._place.wait_for_others()
        try:
            self._place.set_more_aside(verdict.going)
            self._place.unlink_outward_links()
        finally:
            lock.release()
        self._commands.do(verdict.mending)
        self._place.relink()

    def _leads_elsewhere(self) -> bool:
        """Whether the path of the environment is a link that now leads to another one."""
        path = self._spec.environment
        if not is_folder(path) or os.path.samefile(path, self._place.root):
            return False
        self._reason = f"{path} now leads to {os.path.realpath(path)}"
        return True

    def _is_replaced(self) -> bool:
        """Whether the environment was replaced, although the plan keeps it."""
        if self._planned.kind != "packages" or not self._place.is_replaced():
            return False
        self._reason = "it has replaced the environment, which its plan kept"
        return True

    def _commit(self) -> result.TransactionResult:
        """End a transaction that is verified or had nothing to do; no error rolls it back now."""
        self._is_committing = True
        others = (f"{it} was changed by another process" for it in self._verdict.concurrent)
        wrote = True
        with suppress(OSError):
            wrote = self._before != digests(self._before)
        left = self._place.commit()
        ending = result.Committed(self._planned.kind, frozenset(self._planned.versions), wrote)
        warnings = (*others, *self._verdict.warnings, *left.warnings)
        return self._ended(ending)._replace(not_deleted=left.not_deleted, warnings=warnings)

    def _undone(self, ending: result.Ending) -> result.TransactionResult:
        """Roll back; returns `ending`, or `Incomplete` if not everything was put back."""
        is_ours = self._spec.replaced_in("\n".join(self._commands.last.lines))
        try:
            found = self._place.roll_back(self._spec.refetch, is_ours=is_ours)
        except OSError as mistake:
            failure = result.Failure(said_by_system(mistake))
            pending = result.Incomplete(failure, is_pending=True, is_begun=self._place.is_undone)
            return self._ended(pending)
        if is_ours:
            # The installer of this transaction has changed them, also those of no package.
            found = found._replace(refetched=found.refetched.as_missing())
        ending = rolled_back(ending, found, is_begun=self._place.is_undone, is_ours=is_ours)
        warnings = (*found.warnings, *changed_concurrently(found.refetched.others))
        return self._ended(ending)._replace(not_deleted=found.not_deleted, warnings=warnings)

    def _ended(self, ending: result.Ending) -> result.TransactionResult:
        return result.TransactionResult(ending, self._commands.last, self._place.held)
