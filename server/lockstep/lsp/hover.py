"""Hover on a dependency: pinned, installed, source, what requires it, its summary."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.text import Position
from ..project.dependencies import Dependency, dependencies_of, needed_by, summary
from ..project.snapshot import Snapshot
from .markdown import escaped


def facts_at(snapshot: Snapshot, path: str, position: Position) -> Dependency | None:
    """The dependency at a position of a manifest; None if there is none.

    Args:
        snapshot: the last check of the project.
        path: the absolute path of the manifest; for another file there is no dependency.
        position: the position in its text, with UTF-16 units as in LSP.
    """
    found = dependencies_of(snapshot, path)
    return next((it for it in found if it.range.start <= position <= it.range.end), None)


def hover_text(snapshot: Snapshot, facts: Dependency) -> str:
    """The facts about a dependency as Markdown, with texts from files escaped.

    Args:
        snapshot: the last check of the project, for the packages that need the dependency.
        facts: the dependency, as `facts_at` returns it.
    """
    return "\n".join(_lines(snapshot, facts))


def _lines(snapshot: Snapshot, facts: Dependency) -> Iterator[str]:
    about = summary(facts.metadata_folder) if facts.metadata_folder else ""
    yield f"**{escaped(facts.name)}**{f' — {escaped(about)}' if about else ''}\n"
    yield f"- pinned: {_version(facts.pinned, facts.source)}"
    yield f"- installed: {_version(facts.installed, facts.installed_from)}"
    needing = [it for it in needed_by(snapshot, facts.name) if it != facts.name]
    if needing:
        yield f"- needed by: {escaped(', '.join(needing))}"


def _version(version: str, source: str) -> str:
    if not version:
        return f"from {escaped(source)}" if source else "no"
    return f"{escaped(version)} from {escaped(source)}"
