"""Deletes aside folders that are no longer in use, and finds processes that run old code.

It looks after a sync, at the start of the session, when such a process has ended, and with growing
pauses while anything is left. An environment without anything left costs nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import NamedTuple

from ..model.holder import CodeHolders
from ..operations.residue import is_left, may_be_left, may_be_shared, sweep_quietly
from .client import Client

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
_NONE = CodeHolders()


class _Watch(NamedTuple):
    """An environment that is looked at repeatedly.

    Attributes:
        environment: its path.
        due: when to look next, by the sweeper's clock; None for never.
        pause: the seconds between the next two looks.
        code_holders: what the last look found.
    """

    environment: str
    due: float | None
    pause: float = _FIRST_PAUSE
    code_holders: CodeHolders = _NONE


class Sweeper:
    """The sweeps of a session; used only in the loop's thread.

    Args:
        clock: the present time in seconds, such as `time.monotonic`.
        client: without its trust nothing is deleted.
    """

    def __init__(self, clock: Callable[[], float], client: Client) -> None:
        self._clock = clock
        self._client = client
        self._watches: dict[str, _Watch] = {}

    def add(self, root: str, environment: str) -> None:
        """Add a project; a look is due only if earlier syncs may have left something.

        Args:
            root: the root of the project.
            environment: the path of its environment.
        """
        if may_be_left(environment) or may_be_shared(environment):
            self.begin(root, environment)

    def begin(self, root: str, environment: str) -> None:
        """Make a look at an environment due now, as after a sync, and add it if it is new.

        The parameters are those of `add`.
        """
        known = self._watches.get(root)
        code_holders = known.code_holders if known else _NONE
        self._watches[root] = _Watch(environment, self._clock(), code_holders=code_holders)

    def forget(self, root: str) -> None:
        """Forget a project."""
        self._watches.pop(root, None)

    def code_holders(self, root: str) -> CodeHolders:
        """The processes that the last look at a project's environment found; none before it."""
        known = self._watches.get(root)
        return known.code_holders if known else _NONE

    def look(self, roots: Collection[str]) -> list[str]:
        """Run the looks that are due: sweep aside folders, and search for processes with old code.

        An error is logged; then the environment is not looked at again before `begin`.

        Args:
            roots: the roots of the projects in which a look may run.

        Returns the roots of the projects with other such processes than before.
        """
        changed = []
        for root in [it for it in self._watches if it in roots]:
            before = self._watches[root]
            if self._is_due(before):
                self._watches[root] = after = self._looked(before)
                changed += [root] if after.code_holders != before.code_holders else []
        return changed

    def _is_due(self, watch: _Watch) -> bool:
        if watch.due is None:
            return False
        return self._clock() >= watch.due or _has_ended(watch.code_holders)

    def _looked(self, watch: _Watch) -> _Watch:
        try:
            if self._client.trusted and is_left(watch.environment):
                sweep_quietly(watch.environment)
            # Imported late: the start of the server does not need psutil.
            from ..holders.stale import code_holders_of

            code_holders = code_holders_of(watch.environment)
            goes_on = code_holders != _NONE or is_left(watch.environment)
            goes_on = goes_on or may_be_shared(watch.environment)
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            _LOG.exception("the holders of %s could not be found", watch.environment)
            return watch._replace(due=None)
        pause = min(watch.pause * 2, _LONGEST_PAUSE)
        due = self._clock() + watch.pause if goes_on else None
        return _Watch(watch.environment, due, pause, code_holders)


def _has_ended(code_holders: CodeHolders) -> bool:
    if not code_holders.stale:
        return False
    # Imported late: the start of the server does not need psutil.
    from ..host.processes import is_at_work

    return not all(is_at_work(it.pid, it.started) for it in code_holders.stale)
