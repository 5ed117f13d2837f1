"""Runs the steps of a transaction with a real installer."""

from __future__ import annotations

from collections.abc import Callable

from ..host.contract import Hold
from ..host.follow import follow
from ..host.halt import Halt
from ..host.run import Output
from ..model.plan import Plan, Step
from ..sync.work import Born, Run

Hear = Callable[[Step, str | None], None]
"""Told of every step when it begins (None), and of every line of the installer."""


def runner(plan: Plan, hear: Hear, halt: Halt) -> Callable[[Hold], Run]:
    """What runs a step under a guard, which the installer keeps as long as it lives."""

    def under(guard: Hold) -> Run:
        def run(step: Step, born: Born) -> Output:
            hear(step, None)
            return follow(
                step.command,
                plan.folder,
                plan.variables,
                lambda line: hear(step, line),
                halt,
                born,
                guard.files(),
            )

        return run

    return under
