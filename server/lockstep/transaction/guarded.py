"""The guard of an environment, as a whole command uses it: taken once, at the first need."""

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

    Between the recovery of an interrupted transaction and the next transaction no other process
    can begin one: both happen under one guard. A command that changes nothing takes none, and so
    needs no state folder.

    `warnings` say what a recovery did. `has_run`: a transaction has begun under this guard.
    """

    def __init__(self, host: Host, environment: str, base: str = "") -> None:
        """`base` is another place for the state of all environments, for tests."""
        self.host = host
        self.path = environment
        self.root = os.path.realpath(environment)
        self.warnings: tuple[str, ...] = ()
        self.has_run = False
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
        """Take the guard, and recover, where a transaction was interrupted; else do nothing.

        A check of an environment that is half changed would find nonsense.

        Raises:
            Refused: another process is at work, or not everything could be put back yet.
            OSError: the system does not tell whether a journal is there.
        """
        if self._taken is None and exists(journal_path(self.root, self._base)):
            self.take()

    def take(self) -> tuple[StateFolder, FileLock]:
        """Take the guard and recover, unless that was done; the state folder and the lock.

        Raises:
            Refused: another process is at work, or not everything could be put back yet, or the
                path is a link that leads to another environment now.
        """
        if os.path.realpath(self.path) != self.root:
            # The guard and the journal of the first one would not protect the other.
            raise Busy("another installer has replaced the environment", "try again")
        if self._taken is None:
            # Imported only here: a command that changes nothing does not need them.
            from .guard import take_guard
            from .recovery import recover_interrupted

            state = state_folder(self.root, self._base)
            guard = take_guard(self.host, state)
            try:
                self.warnings = recover_interrupted(self.host, state)
            except BaseException:
                guard.release()
                raise
            self._taken = state, guard
        return self._taken
