"""The command of a scene, run again and again on the same project; each time a call may fail."""

from __future__ import annotations

from ..ended import Ended
from .injected_scenes import Stage
from .injection import NO_FAULT, Call, Fault, Injector
from .judged import Ends, Run

_JOURNAL = "journal.jsonl"
# Lockstep is killed before a line of the journal; other calls may be more or fewer in each run.
_KILL = NO_FAULT._replace(first=f"write {_JOURNAL}")


class Trial:
    """`ends` is the project before and after without a fault, `calls` what Lockstep calls then."""

    def __init__(self, stage: Stage, injector: Injector) -> None:
        self._stage = stage
        self._injector = injector
        self._death = 0
        self._last: tuple[Call, ...] = ()
        scene = stage.scene
        self.command = scene.command
        stage.reset()
        old = stage.seen()
        command, line = scene.killed
        ended = injector.run(NO_FAULT, 0, command or scene.command)
        self._last = injector.calls()
        assert ended.status == 0, ended
        self.ends = Ends(old, stage.seen(), bool(command))
        if scene.fails or scene.errs:
            self._let_uv_fail()
        if command:
            self._death = 1 + _journal_lines(self._last) - line
            self.run(NO_FAULT, 0)
        self.calls = self._last

    def _let_uv_fail(self) -> None:
        self._stage.let_uv_fail()
        run = self.run(NO_FAULT, 0)
        assert run.ended.status == 1, run.ended
        assert self.ends.state(run.then) == "old", self.ends.told(run.then)

    def run(self, fault: Fault, number: int) -> Run:
        """Let the call with this number fail, of those that the fault can come in."""
        self._stage.reset()
        if self._death:
            self._injector.run(_KILL, self._death, self._stage.scene.killed[0])
        ended = self._injector.run(fault, number, self._stage.scene.command)
        return self._ended(ended)

    def run_changed(self, script: str) -> Run:
        """Let no call fail, but change the code of Lockstep by a script before."""
        self._stage.reset()
        return self._ended(self._injector.run_changed(script, self._stage.scene.command))

    def _ended(self, ended: Ended) -> Run:
        then = self._stage.seen()
        self._last = self._injector.calls()
        self._stage.leave()
        if self._stage.left() or self.ends.state(then) == "mixed":
            sweep = self._injector.run(NO_FAULT, 0, ("sweep",))
            return Run(ended, then, sweep, self._stage.seen(), self._stage.left())
        return Run(ended, then, None, then, ())


def _journal_lines(calls: tuple[Call, ...]) -> int:
    """How many lines of the journal were written."""
    return sum(it.name == "write" and it.path.endswith(_JOURNAL) for it in calls)
