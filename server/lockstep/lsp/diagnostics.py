"""Publishes the diagnostics of the files for which they have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol import types as lsp

from ..project.snapshot import Snapshot
from .convert import diagnostic_of

Publish = Callable[[str, list[lsp.Diagnostic]], None]
"""Called with the path of a file and all its diagnostics; an empty list removes them."""


class Publisher:
    """Remembers the diagnostics that were published for each file.

    Args:
        publish: sends the diagnostics of one file.
        docs: the URI of findings.md; empty if there is none.
    """

    def __init__(self, publish: Publish, docs: str) -> None:
        self._publish = publish
        self._docs = docs
        self._told: dict[str, list[lsp.Diagnostic]] = {}

    def update(self, snapshots: Iterable[Snapshot]) -> None:
        """Publish the diagnostics of each file for which they have changed.

        Args:
            snapshots: the last checks of all projects; files that are in none lose their
                diagnostics.
        """
        found: dict[str, list[lsp.Diagnostic]] = {}
        for snapshot in snapshots:
            for finding in snapshot.report.findings:
                told = found.setdefault(finding.place.path, [])
                told.append(diagnostic_of(finding, self._docs))
        for path in sorted(found.keys() | self._told.keys()):
            diagnostics = found.get(path, [])
            if diagnostics != self._told.get(path, []):
                self._publish(path, diagnostics)
        self._told = found
