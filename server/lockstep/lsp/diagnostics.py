"""Publish per file, only what has changed, and nothing for files without findings any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol import types as lsp

from ..project.snapshot import Snapshot
from .convert import diagnostic_of

Publish = Callable[[str, list[lsp.Diagnostic]], None]


class Publisher:
    """Keeps the diagnostics that were published for each file."""

    def __init__(self, publish: Publish, docs: str) -> None:
        self._publish = publish
        self._docs = docs
        self._told: dict[str, list[lsp.Diagnostic]] = {}

    def update(self, snapshots: Iterable[Snapshot]) -> None:
        """Publish the diagnostics of every file for which they have changed."""
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
