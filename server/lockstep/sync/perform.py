"""Running a plan: its commands one after the other, until one fails or somebody says halt.

The environment is still the installer's alone here; manifest and lockfile return to their bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..host.follow import follow
from ..host.halt import Halt
from ..host.run import Output
from ..model.plan import Plan, Step
from .written import Written

Hear = Callable[[Step, str | None], None]
"""Told of every step when it begins (None), and of every line of the installer."""


class Performed(NamedTuple):
    """What became of a plan: the last step that ran, its exit status, and its words.

    `said` is every line of every step; `wrote` tells whether manifest or lockfile are now other
    than before, `kept` why one of them could not return.
    """

    step: Step
    exit: int | None
    text: str
    said: tuple[str, ...]
    wrote: bool = False
    kept: tuple[str, ...] = ()


def perform(plan: Plan, hear: Hear, halt: Halt) -> Performed:
    """Run every step of a plan, up to the first that does not succeed."""
    written = Written((*plan.manifests, plan.lockfile))
    said: list[str] = []
    step, output = plan.steps[0], Output(None)
    for step in plan.steps:
        output = _run(step, plan, hear, halt)
        said += output.err.splitlines()
        written.note(plan.written_by(step))
        if output.status != 0:
            kept = written.put_back()
            return Performed(step, output.status, output.err, tuple(said), kept=kept)
    return Performed(step, 0, output.err, tuple(said), wrote=written.is_changed)


def _run(step: Step, plan: Plan, hear: Hear, halt: Halt) -> Output:
    hear(step, None)
    return follow(step.command, plan.folder, plan.variables, lambda line: hear(step, line), halt)
