"""One module for each finding code; `RULES` lists all of them, in the order of display."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from ...model.finding import Finding
from ..view import View
from . import (
    environment_foreign,
    environment_incomplete,
    environment_missing,
    environment_moved,
    holder_stale,
    link_broken,
    link_shared,
    lockfile_missing,
    lockfile_stale,
    lockfile_unreadable,
    lockfile_unsure,
    manifest_unreadable,
    package_clobbered,
    package_damaged,
    package_duplicate,
    package_missing,
    package_source,
    package_unexpected,
    package_version,
    python_mismatch,
    removal_leftover,
)


class Rule(Protocol):
    """The interface of a rule, which is a module for one finding code."""

    @property
    def CODE(self) -> str:  # noqa: N802 - a module's constant
        """The code of its findings."""

    @property
    def find(self) -> Callable[[View], Iterator[Finding]]:
        """Yields all findings of this code for a view."""


RULES: tuple[Rule, ...] = (
    manifest_unreadable,
    lockfile_unreadable,
    lockfile_missing,
    lockfile_stale,
    lockfile_unsure,
    environment_missing,
    environment_incomplete,
    environment_foreign,
    environment_moved,
    python_mismatch,
    package_missing,
    package_version,
    package_source,
    package_duplicate,
    package_damaged,
    package_clobbered,
    link_broken,
    package_unexpected,
    removal_leftover,
    link_shared,
    holder_stale,
)
