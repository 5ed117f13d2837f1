"""One sync of one project: check, run the installer, check again.

The steps in the middle are `sync.perform`'s; what stands around them is the same for whatever
takes that place.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..errors import LockstepError, Refused
from ..host.halt import Halt
from ..installers.uv.lines import phase_after, shown
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.plan import Phase, Step
from ..model.settings import Settings
from ..sync.perform import perform
from .check import Checked, Checker, Request
from .ending import ending, nothing, project_name, refused
from .prepare import is_nothing_to_do, prepare
from .refusal import unsaved
from .uv_program import find_uv

_LOG = logging.getLogger(__name__)

Hear = Callable[[str], None]
"""Told what happens, in a few words."""


class Order(NamedTuple):
    """A wish, the project that it is about, and what the session knows at that time.

    `path` is what the user named: the root or a member of it; `texts` are the open files, `avoid`
    the folders whose programs are never run.
    """

    intent: Intent
    root: str
    path: str
    texts: Mapping[str, str] = MappingProxyType({})
    settings: Settings | None = None
    avoid: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How people call the project."""
        return project_name(self.root)


def run_sync(order: Order, variables: Mapping[str, str], hear: Hear, halt: Halt) -> Outcome:
    """Do what was ordered, to its end; everything that goes wrong is an outcome."""
    try:
        return _run(order, variables, hear, halt)
    except LockstepError as mistake:
        return refused(order.intent, order.name, mistake)
    except Exception as mistake:  # noqa: BLE001 - logged with its traceback, and told
        _LOG.exception("the sync of %s failed", order.root)
        return Outcome("failed", f"a bug in Lockstep: {type(mistake).__name__}: {mistake}")


def _run(order: Order, variables: Mapping[str, str], hear: Hear, halt: Halt) -> Outcome:
    checker = Checker(variables)
    checker.set_settings(order.settings)
    hear("checking")
    before = checker.check(Request(order.root, files=True))
    _refuse_unsaved(order, before)
    uv = find_uv(variables, (*order.avoid, order.root), _chosen_uv(order))
    plan = prepare(before, order.intent, order.path, uv, variables)
    if order.intent.kind == "sync" and is_nothing_to_do(before):
        return nothing(order.name)
    ran = perform(plan, _Narrator(hear), halt)
    hear("checking")
    try:
        after = checker.check(Request(order.root, files=True))
    except LockstepError as mistake:
        return Outcome("failed", mistake.message)
    return ending(order.intent, before, after, ran, cancelled=halt.is_set)


def _chosen_uv(order: Order) -> str:
    return order.settings.uv_path if order.settings else ""


def _refuse_unsaved(order: Order, before: Checked) -> None:
    reason = unsaved(order.texts, before.view)
    if reason:
        raise Refused(reason)


class _Narrator:
    """Tells the phase when it changes, and every line in between."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._phase: Phase = "checking"

    def __call__(self, step: Step, line: str | None) -> None:
        phase = step.phase if line is None else phase_after(line, self._phase)
        if line is None or phase != self._phase:
            self._phase = phase
            self._hear(phase)
        if line and line.strip():
            self._hear(shown(line))
