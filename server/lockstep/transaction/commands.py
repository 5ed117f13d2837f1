"""The installer's commands, one after the other: each is in the journal before it can do harm."""

from __future__ import annotations

from collections.abc import Iterable

from ..aside.journal import Journal
from ..host.processes import started
from ..host.run import Output
from ..model.plan import Step
from .result import LastCommand
from .types import Run


class Commands:
    """Runs commands; `last` is the last one, with the lines of error output of all."""

    def __init__(self, run: Run, journal: Journal) -> None:
        self._run = run
        self._journal = journal
        self.last = LastCommand(Step("checking", ()))

    def do(self, steps: Iterable[Step]) -> bool:
        """Whether all of them ended well; after one that did not, none follows."""
        return all(self.does(it) for it in steps)

    def does(self, step: Step) -> bool:
        """Whether a command ended well."""
        self.last = self.last._replace(step=step, exit=None, err="")
        self.ended(step, self._run(step, self._started))
        self._journal.write(exit=self.last.exit)
        return self.last.exit == 0

    def ended(self, step: Step, output: Output) -> None:
        """Take the output of a command that changed nothing, such as a dry run, as the last one."""
        lines = (*self.last.lines, *output.err.splitlines())
        self.last = LastCommand(step, output.status, output.err, lines)

    def _started(self, pid: int) -> None:
        self._journal.write(installer=[pid, started(pid)])
