"""Runs the commands of the installer, and records each in the journal."""

from __future__ import annotations

from collections.abc import Iterable

from ..aside.journal import Journal
from ..host.processes import started
from ..host.run import Output
from ..model.plan import Step
from .result import LastCommand
from .types import Run


class Commands:
    """Runs the commands of one transaction.

    Attributes:
        last: the last command, with the lines of error output of all commands; before the first, a
            step without a command.

    Args:
        run: runs a step.
        journal: records the installer's process when it has started, and its exit status.
    """

    def __init__(self, run: Run, journal: Journal) -> None:
        self._run = run
        self._journal = journal
        self.last = LastCommand(Step("checking", ()))

    def do(self, steps: Iterable[Step]) -> bool:
        """Run steps until one fails; returns True if all of them succeeded, also if there are none.

        Raises:
            OSError: the journal cannot be written; or as the function that runs a step.
        """
        return all(self.does(it) for it in steps)

    def does(self, step: Step) -> bool:
        """Run one step; returns True if it succeeded (exit status 0).

        Raises:
            OSError: the journal cannot be written; or as the function that runs a step.
        """
        self.last = self.last._replace(step=step, exit=None, err="")
        self.ended(step, self._run(step, self._started))
        self._journal.write(exit=self.last.exit)
        return self.last.exit == 0

    def ended(self, step: Step, output: Output) -> None:
        """Make a command that has ended the last one, and add its lines of error output.

        Called directly for a command that ran outside of the transaction, such as a dry run.

        Args:
            step: the command.
            output: its result.
        """
        lines = (*self.last.lines, *output.err.splitlines())
        self.last = LastCommand(step, output.status, output.err, lines)

    def _started(self, pid: int) -> None:
        self._journal.write(installer=[pid, started(pid)])
