"""The installer's commands, one after the other: each is in the journal before it can do harm."""

from __future__ import annotations

from collections.abc import Iterable

from ..aside.journal import Journal
from ..host.processes import started
from ..host.run import Output
from ..model.plan import Step
from .types import Run


class Commands:
    """Runs commands; `step` and `output` are of the last one, `said` are the lines of all."""

    def __init__(self, run: Run, journal: Journal) -> None:
        self._run = run
        self._journal = journal
        self.step = Step("checking", ())
        self.output = Output(None)
        self.said: tuple[str, ...] = ()

    def do(self, steps: Iterable[Step]) -> bool:
        """Whether all of them ended well; after one that did not, none follows."""
        return all(self.does(it) for it in steps)

    def does(self, step: Step) -> bool:
        """Whether a command ended well."""
        self.step = step
        self.output = self._run(step, self._born)
        self.said += tuple(self.output.err.splitlines())
        self._journal.write(exit=self.output.status)
        return self.output.status == 0

    def _born(self, pid: int) -> None:
        self._journal.write(installer=[pid, started(pid)])
