"""The input of the rules: everything that a finding may depend on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..model.finding import Action, Change
from ..model.freshness import NOT_JUDGED, Freshness
from ..model.holder import CodeHolders
from ..model.installed import Environment
from ..model.manifest import Key
from ..model.pins import Lockfile
from ..model.project import Project
from ..model.selection import Selection
from ..model.text import Lines, Problem
from .changes import Comparison
from .expected import Expected


class PythonMisfit(NamedTuple):
    """One reason why the environment's Python does not fit.

    Attributes:
        message: the reason.
        member: the name of the member with the manifest that requires another Python; empty for the
            root.
        key: the entry in that manifest; empty for the manifest as a whole.
        path: the absolute path of the version file that requires another Python; empty if it is a
            manifest instead.
    """

    message: str
    member: str = ""
    key: Key = ()
    path: str = ""


LockfileState = Literal["missing", "unreadable", "read"]


class View(NamedTuple):
    """A workspace with its environment, and the results of comparing them.

    Attributes:
        project: the workspace.
        environment: its environment.
        selection: the selection that was checked.
        lockfile_state: whether there is a lockfile, and whether it could be parsed.
        lockfile: the lockfile; empty unless its state is `read`.
        lockfile_lines: its text, with LF line ends.
        lockfile_problems: what could not be parsed in it.
        freshness: whether it fits the manifests.
        misfits: the reasons why the environment's Python does not fit.
        expected: the expected pins; None if they could not be computed. Then the next four have
            their defaults.
        comparison: how the environment differs from them.
        changes: what a sync would do to packages.
        action: what a sync would do to the environment itself.
        explanations: what unexpected packages would belong to, by name.
        marker_values: the values of the environment markers.
        code_holders: programs that run code of the environment; empty if they were not searched
            for.
    """

    project: Project
    environment: Environment
    selection: Selection
    lockfile_state: LockfileState
    lockfile: Lockfile
    lockfile_lines: Lines
    lockfile_problems: tuple[Problem, ...] = ()
    freshness: Freshness = NOT_JUDGED
    misfits: tuple[PythonMisfit, ...] = ()
    expected: Expected | None = None
    comparison: Comparison = Comparison()
    changes: tuple[Change, ...] = ()
    action: Action = "check"
    explanations: Mapping[str, str] = MappingProxyType({})
    marker_values: Mapping[str, str] = MappingProxyType({})
    code_holders: CodeHolders = CodeHolders()
