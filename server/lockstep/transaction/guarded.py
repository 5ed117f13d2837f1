"""The guard of an environment for one whole command: taken once, when it is first needed."""

from __future__ import annotations

import os
from types import TracebackType
from typing import TYPE_CHECKING

from ..aside.state_folder import StateFolder, journal_path, state_folder
from ..errors import Busy
from ..host.existence import exists

if TYPE_CHECKING:
    from ..host.contract import FileLock, Host


class GuardedEnvironment:
    """The exclusive right to change an environment, from the first `take` to the end of a block.

    The recovery of an interrupted transaction and the next transaction are under one guard, so that
    no other process can begin one in between. A command that changes nothing takes no guard, and
    needs no state folder.

    Attributes:
        host: carries out each effect.
        path: the path of the environment, which may be a link.
        root: its real path when this was created.
        warnings: messages on what a recovery did; empty if there was none.
        has_run: a transaction has begun under this guard; set by the functions that begin one.
        has_taken: the guard was taken, and may be released again.
    """

    def __init__(self, host: Host, environment: str, base: str = "") -> None:
        """`base` is another folder for the state of all environments, for tests."""
        self.host = host
        self.path = environment
        self.root = os.path.realpath(environment)
        self.warnings: tuple[str, ...] = ()
        self.has_run = False
        self.has_taken = False
        self._base = base
        self._taken: tuple[StateFolder, FileLock] | None = None

    def __enter__(self) -> GuardedEnvironment:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        mistake: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._taken is not None:
            self._taken[1].release()
            self._taken = None

    def recover(self) -> None:
        """Take the guard and recover if a transaction was interrupted; else do nothing.

        To be called before a check, because the findings about a partly changed environment are
        meaningless.

        Raises:
            Refused: as `take`.
            OSError: as `take`, or it could not be found out whether there is a journal.
        """
        if self._taken is None and exists(journal_path(self.root, self._base)):
            self.take()

    def take(self) -> tuple[StateFolder, FileLock]:
        """Take the guard and recover, unless both are done; returns the state folder and the guard.

        The guard is released at the end of the block, or if the recovery fails.

        Raises:
            Busy: another process is at work, or the path is a link that leads to another
                environment now.
            Refused: there can be no state folder, or a rollback is not complete.
            OSError: as `recover_interrupted`.
        """
        if os.path.realpath(self.path) != self.root:
            # Guard and journal belong to `root`, and would not protect another environment.
            raise Busy("another installer has replaced the environment", "try again")
        if self._taken is None:
            # Imported late: a command that changes nothing does not need them.
            from ..aside.state_folders import remember_environment
            from .guard import take_guard
            from .recovery import recover_interrupted

            state = state_folder(self.root, self._base)
            guard = take_guard(self.host, state)
            self.has_taken = True
            try:
                remember_environment(state, self.root)
                self.warnings = recover_interrupted(self.host, state)
            except BaseException:
                guard.release()
                raise
            self._taken = state, guard
        return self._taken
