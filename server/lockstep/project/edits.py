"""Computes edits of a manifest that fix a finding; they are offered, and not applied here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..lockfiles.pyproject import read_pyproject
from ..model.installed import Distribution
from ..model.project import Member
from ..model.text import Range, Span
from .snapshot import Snapshot

_LINK_MODE = ("tool", "uv", "link-mode")


class Edit(NamedTuple):
    """The replacement of a range of a file by a text.

    Attributes:
        title: describes it for the user.
        path: the absolute path of the file.
        range: the range that is replaced; an empty one for an insertion.
        text: the new text.
    """

    title: str
    path: str
    range: Range
    text: str


def add_dependency_edits(snapshot: Snapshot) -> Iterator[Edit]:
    """For each unexpected package, the edit that adds it to the current member's dependencies.

    The requirement is `NAME>=VERSION` with the installed version. Nothing if the manifest has no
    list `project.dependencies`.
    """
    member = snapshot.view.project.current_member
    for distribution in snapshot.view.comparison.unexpected:
        edit = _add_dependency(member, distribution)
        if edit is not None:
            yield edit


def set_link_mode_edits(snapshot: Snapshot) -> Iterator[Edit]:
    """The edit that sets `link-mode` to copy in the root's manifest; uv reads no other member's.

    Nothing if a mode is set there already, or if the edited text would not be a valid manifest with
    the setting.
    """
    member = snapshot.view.project.root_member
    manifest = member.manifest
    text = manifest.lines.text
    at, added = _link_mode(text, manifest.keys.get(("tool", "uv")))
    if manifest.at(*_LINK_MODE) is None and _says_copy(text[:at] + added + text[at:]):
        place = manifest.lines.range(Span(at, at))
        yield Edit("Make uv copy files instead of linking", member.manifest_path, place, added)


def _link_mode(text: str, key: Span | None) -> tuple[int, str]:
    """Offset and text of the insertion: after the header `[tool.uv]`, else a new one at the end."""
    ending = "\r\n" if "\r\n" in text else "\n"
    line = f'link-mode = "copy"{ending}'
    gap = "" if text.endswith("\n") else ending
    # Without a header of its own (`tool.uv.x = 1`, `[tool.uv.sources]`) the table gets one.
    if key is None or text[key.end : key.end + 1] != "]":
        return len(text), f"{gap}{ending}[tool.uv]{ending}{line}"
    behind = text.find("\n", key.end) + 1
    return (behind, line) if behind else (len(text), f"{gap}{line}")


def _says_copy(text: str) -> bool:
    parsed = read_pyproject(text)
    return not parsed.problems and parsed.value.string(*_LINK_MODE) == "copy"


def _add_dependency(member: Member, distribution: Distribution) -> Edit | None:
    """The edit for one package; it keeps the list's style of one line or one line per item."""
    manifest = member.manifest
    key = ("project", "dependencies")
    listed = manifest.spans.get(key)
    if listed is None:
        return None
    items = [
        span for place, span in manifest.spans.items() if place[:-1] == key and len(place) == 3
    ]
    requirement = f'"{distribution.name}>={distribution.version}"'
    place, text = _insertion(manifest.lines.text, listed, items, requirement)
    title = f"Add {distribution.name} to the dependencies"
    return Edit(title, member.manifest_path, manifest.lines.range(place), text)


def _insertion(text: str, listed: Span, items: list[Span], requirement: str) -> tuple[Span, str]:
    if not items:
        inside = Span(listed.start + 1, listed.end - 1)
        return inside, requirement
    last = max(items)
    line = text.rfind("\n", 0, last.start) + 1
    indent = text[line : last.start]
    # Something else is before it in its line: the list is written in one line.
    if indent.strip():
        return Span(last.end, last.end), f", {requirement}"
    behind = text[last.end : listed.end]
    has_comma = behind.lstrip().startswith(",")
    at = last.end + (behind.index(",") + 1 if has_comma else 0)
    ending = "\r\n" if "\r\n" in text else "\n"
    comma = "" if has_comma else ","
    return Span(at, at), f"{comma}{ending}{indent}{requirement}{',' if has_comma else ''}"
