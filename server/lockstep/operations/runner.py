"""Runs the steps of a transaction with a real installer."""

from __future__ import annotations

from collections.abc import Callable

from ..host.cancellation import CancellationToken
from ..host.contract import FileLock
from ..host.run import Output
from ..host.stream import run_streaming
from ..model.plan import Plan, Step
from ..transaction.types import OnStart, Run

OnStep = Callable[[Step, str | None], None]
"""Told of every step when it begins (None), and of every line of the installer."""


def runner(
    plan: Plan, on_step: OnStep, cancellation: CancellationToken
) -> Callable[[FileLock], Run]:
    """A function that, given the guard, returns the function that runs a step with uv.

    The installer inherits the guard, and so keeps it until it has ended.

    Args:
        plan: has the folder and the variables of the steps.
        on_step: told of each step, and of each line of its output.
        cancellation: ends the installer.
    """

    def under(guard: FileLock) -> Run:
        def run(step: Step, on_start: OnStart) -> Output:
            on_step(step, None)
            return run_streaming(
                step.command,
                step.folder or plan.folder,
                plan.variables_for(step),
                lambda line: on_step(step, line),
                cancellation,
                on_start,
                guard.files(),
            )

        return run

    return under
