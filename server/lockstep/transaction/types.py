"""What a transaction is given, and what its assessor answers on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import NamedTuple, Protocol

from ..aside.inventory import Inventory
from ..aside.journal import Kind
from ..aside.rollback import Refetch, no_refetch
from ..host.run import Output
from ..model.plan import Plan, Step

OnStart = Callable[[int], None]
Run = Callable[[Step, OnStart], Output]
"""Runs a step and tells the number of its process as soon as there is one."""


class InstallerRefusal(Exception):
    """The installer refuses what a transaction is to do; nothing has been set aside yet."""

    def __init__(self, step: Step, output: Output) -> None:
        super().__init__(output.err)
        self.step = step
        self.output = output


class Assessment(NamedTuple):
    """What a sync does to an environment, decided before anything of it is touched.

    `going` are the files (below the environment) that the installer removes or replaces, `broken`
    metadata folders and other paths that it would leave behind. `names` are the packages that
    change, `coming` those of them that are there afterwards, `versions` the version that each gets,
    `damaged` those that lack files before. `is_done`: there is nothing to do. `steps` are the
    commands that do it; `making` come first where an environment is made in a folder that is not
    empty, and `rehearsal`, given an empty place, makes the same environment there, with the
    interpreter `python`.
    """

    kind: Kind
    going: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    versions: Mapping[str, str] = MappingProxyType({})
    is_done: bool = False
    steps: tuple[Step, ...] = ()
    making: tuple[Step, ...] = ()
    python: str = ""
    rehearsal: Callable[[str], Step] | None = None


class Verdict(NamedTuple):
    """What was found after the installer has ended.

    `reason` says why it is not done. `damaged` are packages that lack files and were not to
    change, `mending` the commands that install them again, `going` their files. `concurrent` are
    packages that another process has changed, `warnings` what is to be said although it is done.
    """

    is_done: bool
    reason: str = ""
    damaged: tuple[str, ...] = ()
    mending: tuple[Step, ...] = ()
    going: tuple[str, ...] = ()
    concurrent: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Assessor(Protocol):
    """Decides what a transaction does, and whether it has done it."""

    def assess(self, while_planning: Callable[[], None]) -> Assessment:
        """What is to be done. Called while no lock of the environment is held.

        `while_planning` is called while an installer plans changes to an environment that stays.

        Raises:
            InstallerRefusal: the installer refuses.
        """

    def is_current(self) -> bool:
        """Whether the environment is still as it was when `assess` looked at it."""

    def is_accepted(self, planned: Assessment) -> bool:
        """Whether the installer would keep the environment that `making` has made."""

    def installing(self, inventory: Inventory | None) -> AbstractContextManager[None]:
        """Around the time in which the installer works: what can be looked at beside it is.

        `inventory` is the environment as it was before, where it is changed file by file.
        """

    def verify(self, planned: Assessment) -> Verdict:
        """Whether what was planned is done. Called while no lock of the environment is held."""


class TransactionSpec(NamedTuple):
    """One sync: what to run, where, and what decides about it.

    `held_in` finds the file (below the environment) that an installer's error output says is held;
    `replaced_in` says whether that output tells of a replaced environment. `refetch` fetches files
    again that a rollback could not put back.
    """

    plan: Plan
    environment: str
    assessor: Assessor
    held_in: Callable[[str], str]
    refetch: Refetch = no_refetch
    replaced_in: Callable[[str], bool] = lambda _: False
