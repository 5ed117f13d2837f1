"""Publish per file, only what has changed, and nothing for files without findings any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lsprotocol import types as lsp

from ..model.finding import Finding
from ..model.text import Lines
from ..session.snapshot import Snapshot
from .convert import diagnostic_of, in_units

Publish = Callable[[str, list[lsp.Diagnostic]], None]


class Publisher:
    """Remembers what the client was told of each file."""

    def __init__(self, publish: Publish, docs: str) -> None:
        self._publish = publish
        self._docs = docs
        self._told: dict[str, list[lsp.Diagnostic]] = {}

    def update(self, snapshots: Iterable[Snapshot], encoding: str) -> None:
        """Tell the client of every file whose diagnostics are not those that it knows."""
        found: dict[str, list[lsp.Diagnostic]] = {}
        for snapshot in snapshots:
            lines = lines_of(snapshot)
            for finding in snapshot.report.findings:
                path = finding.place.path
                found.setdefault(path, []).append(self._encode(finding, lines.get(path), encoding))
        for path in sorted(found.keys() | self._told.keys()):
            diagnostics = found.get(path, [])
            if diagnostics != self._told.get(path, []):
                self._publish(path, diagnostics)
        self._told = found

    def _encode(self, finding: Finding, lines: Lines | None, encoding: str) -> lsp.Diagnostic:
        diagnostic = diagnostic_of(finding, self._docs)
        diagnostic.range = in_units(diagnostic.range, lines, encoding)
        return diagnostic


def lines_of(snapshot: Snapshot) -> Mapping[str, Lines]:
    """The texts that a snapshot's places are about."""
    view = snapshot.view
    members = {it.manifest_path: it.manifest.lines for it in view.project.members}
    return {**members, view.project.lockfile_path: view.lockfile_lines}
