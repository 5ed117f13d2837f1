"""The input of a transaction, and the interface of the assessor that decides about it."""

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
"""Called with the pid of a command as soon as it has started."""

Run = Callable[[Step, OnStart], Output]
"""Runs a step to its end."""


class InstallerRefusal(Exception):
    """The installer refuses what a transaction is to do; raised before anything is set aside.

    Attributes:
        step: the command that it refused.
        output: the result of that command.
    """

    def __init__(self, step: Step, output: Output) -> None:
        super().__init__(output.err)
        self.step = step
        self.output = output


class Assessment(NamedTuple):
    """The changes of a sync to an environment; paths are relative to the environment.

    Attributes:
        kind: what is set aside.
        going: the files that the installer removes or replaces.
        broken: damaged metadata folders and other paths that it would leave behind.
        names: the packages that change.
        damaged: those of `names` that lack files before the sync.
        coming: those of `names` that are installed after it.
        versions: the version that each of `coming` gets; empty if it is not known.
        is_done: there is nothing to do.
        steps: the commands that install.
        making: the commands that create an environment in a folder that is not empty; they run
            before `steps`. Empty if no such command is needed.
        python: the interpreter of a new environment; empty if the environment stays.
        rehearsal: given the absolute path of an empty place, the command that creates the same
            environment there; None if no trial is needed.
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
    """The result of the verification after the installer has ended.

    Attributes:
        is_done: uv would change none of the planned packages any more, apart from damage.
        reason: why it is not done; empty if it is done.
        damaged: all pinned packages that are damaged now and that this transaction is to install
            again, once; empty after that.
        mending: the commands that install `damaged` again.
        going: the files of `damaged`, relative to the environment.
        concurrent: packages that another process has changed.
        warnings: messages for the user, also if it is done.
    """

    is_done: bool
    reason: str = ""
    damaged: tuple[str, ...] = ()
    mending: tuple[Step, ...] = ()
    going: tuple[str, ...] = ()
    concurrent: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Assessor(Protocol):
    """Decides what a transaction does, and whether it succeeded, by asking the installer.

    A method may raise OSError, which rolls the transaction back, or a `LockstepError`, which also
    ends the command.
    """

    def assess(self, while_planning: Callable[[], None]) -> Assessment:
        """Determine what is to be done.

        Called without uv's `.lock`, for which the installer would wait.

        Args:
            while_planning: called while the installer makes the plan, if the environment stays.

        Raises:
            InstallerRefusal: the installer refuses.
        """

    def is_current(self) -> bool:
        """Whether the environment still has the packages that the last `assess` found."""

    def is_accepted(self, planned: Assessment) -> bool:
        """Whether the installer would keep the environment that `making` has made."""

    def installing(self, inventory: Inventory | None) -> AbstractContextManager[None]:
        """A context in which the installer runs; it may search for missing files at the same time.

        Args:
            inventory: the environment before the transaction; None if it is replaced as a whole.
        """

    def verify(self, planned: Assessment) -> Verdict:
        """Determine whether what was planned is done; called without uv's `.lock`, as `assess`."""


class TransactionSpec(NamedTuple):
    """The input of one transaction.

    Attributes:
        plan: the steps that change manifest and lockfile, and the paths of both.
        environment: the absolute path of the environment, which may be a link.
        assessor: decides what is set aside and installed.
        held_in: finds in an installer's error output the file that is held, relative to the
            environment; empty if there is none.
        refetch: installs packages again of which no copy was kept.
        replaced_in: whether an installer's output says that it has replaced the environment.
    """

    plan: Plan
    environment: str
    assessor: Assessor
    held_in: Callable[[str], str]
    refetch: Refetch = no_refetch
    replaced_in: Callable[[str], bool] = lambda _: False
