"""Runs the command of a scene repeatedly on the same project, with a fault in each run."""

from __future__ import annotations

from ..program_result import ProgramResult
from .injected_scenes import Stage
from .injection import NO_FAULT, Call, Fault, Injector
from .violations import Endpoints, Run

_JOURNAL = "journal.jsonl"
# The kill comes before a line of the journal; the number of other calls differs between runs.
_KILL = NO_FAULT._replace(first=f"write {_JOURNAL}")


class RepeatedCommand:
    """`ends`: the project before and after a run without a fault; `calls`: that run's calls."""

    def __init__(self, stage: Stage, injector: Injector) -> None:
        self._stage = stage
        self._injector = injector
        self._death = 0
        self._last: tuple[Call, ...] = ()
        scene = stage.scene
        self.command = scene.command
        stage.reset()
        old = stage.observe()
        command, line = scene.killed
        result = injector.run(NO_FAULT, 0, command or scene.command)
        self._last = injector.calls()
        assert result.status == 0, result
        self.ends = Endpoints(old, stage.observe(), bool(command))
        if scene.fails or scene.index_fails:
            self._let_uv_fail()
        if command:
            self._death = 1 + _journal_lines(self._last) - line
            self.run(NO_FAULT, 0)
        self.calls = self._last

    def _let_uv_fail(self) -> None:
        self._stage.let_uv_fail()
        run = self.run(NO_FAULT, 0)
        assert run.result.status == 1, run.result
        assert self.ends.state(run.after) == "old", self.ends.describe(run.after)

    def run(self, fault: Fault, number: int) -> Run:
        """Run the command; of the calls that the fault can hit, the one with this number fails."""
        self._stage.reset()
        if self._death:
            self._injector.run(_KILL, self._death, self._stage.scene.killed[0])
        result = self._injector.run(fault, number, self._stage.scene.command)
        return self._observe_run(result)

    def run_changed(self, script: str) -> Run:
        """Run the command after a script has patched Lockstep's code; no call fails."""
        self._stage.reset()
        return self._observe_run(self._injector.run_changed(script, self._stage.scene.command))

    def _observe_run(self, result: ProgramResult) -> Run:
        after = self._stage.observe()
        self._last = self._injector.calls()
        self._stage.end_holder()
        if self._stage.leftovers() or self.ends.state(after) == "mixed":
            sweep = self._injector.run(NO_FAULT, 0, ("sweep",))
            return Run(result, after, sweep, self._stage.observe(), self._stage.leftovers())
        return Run(result, after, None, after, ())


def _journal_lines(calls: tuple[Call, ...]) -> int:
    """How many lines were written to the journal."""
    return sum(it.name == "write" and it.path.endswith(_JOURNAL) for it in calls)
