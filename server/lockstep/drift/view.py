"""Everything that a rule may look at, put together before the rules run."""

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
    """One reason why the environment's Python does not fit, and the entry that says so."""

    message: str
    member: str = ""
    key: Key = ()
    path: str = ""


LockfileState = Literal["missing", "unreadable", "read"]


class View(NamedTuple):
    """One workspace, its environment and what was concluded about them."""

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
