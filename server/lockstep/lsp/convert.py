"""Converts places, ranges and findings to the types of LSP."""

from __future__ import annotations

import os

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from ..model.finding import Finding, Place, Related
from ..model.text import Position, Range, plain

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
    "hint": lsp.DiagnosticSeverity.Hint,
}


def path_of(uri: str) -> str:
    """The normalized path of a `file:` URI in this system's form; empty for another URI."""
    if not uri.startswith("file:"):
        return ""
    path = to_fs_path(uri)
    return os.path.normpath(path) if path else ""


def uri_of(path: str) -> str:
    """The `file:` URI of an absolute path."""
    return from_fs_path(path) or ""


def range_of(found: Range) -> lsp.Range:
    """A range as the type of LSP; both count in UTF-16 units."""
    return lsp.Range(_position(found.start), _position(found.end))


def _position(found: Position) -> lsp.Position:
    return lsp.Position(found.line, found.character)


def diagnostic_of(finding: Finding, docs: str) -> lsp.Diagnostic:
    """A finding as a diagnostic; control characters in its texts are escaped.

    Args:
        finding: the finding.
        docs: the URI of findings.md, for the link on its code; empty for no link.
    """
    hint = f"\n{finding.hint}" if finding.hint else ""
    return lsp.Diagnostic(
        range=range_of(finding.place.range),
        message=plain(f"{finding.message}{hint}"),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=lsp.CodeDescription(href=f"{docs}#{finding.code}") if docs else None,
        source="lockstep",
        related_information=[_related(it) for it in finding.related] or None,
        data={"package": finding.package, "fixes": list(finding.fixes)},
    )


def _related(found: Related) -> lsp.DiagnosticRelatedInformation:
    return lsp.DiagnosticRelatedInformation(location_of(found.place), plain(found.message))


def location_of(place: Place) -> lsp.Location:
    """A place as a location of LSP."""
    return lsp.Location(uri_of(place.path), range_of(place.range))
