"""Describes the dependencies of a manifest, for hovers, inlay hints and views."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ..drift.satisfied import origin, source_words
from ..host.shared_open import open_small
from ..model.installed import Distribution
from ..model.pins import Pin
from ..model.text import Range
from .snapshot import Snapshot

_LARGEST_HEADER = 65536


class Dependency(NamedTuple):
    """One dependency of a manifest; unknown fields are empty.

    Attributes:
        name: the normalized name of the package.
        range: its place in the manifest.
        pinned: the expected version; empty too if it is dynamic.
        source: the pinned source, for messages.
        installed: the installed version.
        installed_from: the source of the installed package, for messages.
        metadata_folder: the absolute path of its metadata.
    """

    name: str
    range: Range
    pinned: str = ""
    source: str = ""
    installed: str = ""
    installed_from: str = ""
    metadata_folder: str = ""

    @property
    def differs(self) -> bool:
        """Whether the pinned version is known, and is not the installed one (compared as text)."""
        return bool(self.pinned) and self.pinned != self.installed


def dependencies_of(snapshot: Snapshot, path: str) -> Iterator[Dependency]:
    """The dependencies of the manifest at a path: project, extras, groups, each in text order.

    Nothing if the path is not the manifest of a member.

    Args:
        snapshot: the result of a check.
        path: an absolute path.
    """
    view = snapshot.view
    member = next((it for it in view.project.members if it.manifest_path == path), None)
    pins = view.expected.pins if view.expected else {}
    installed = view.environment.by_name() if member else {}
    for dependency in member.manifest.dependencies if member else ():
        place = member.manifest.lines.range(dependency.span) if member else None
        if place is not None:
            found = installed.get(dependency.name, [])
            yield _dependency(dependency.name, place, pins.get(dependency.name), found)


def _dependency(name: str, place: Range, pin: Pin | None, found: list[Distribution]) -> Dependency:
    return Dependency(
        name=name,
        range=place,
        pinned=pin.version if pin else "",
        source=source_words(pin.source) if pin else "",
        installed=found[0].version if found else "",
        installed_from=origin(found[0]).words if found else "",
        metadata_folder=found[0].path if found else "",
    )


def needed_by(snapshot: Snapshot, name: str) -> list[str]:
    """The names of the expected packages that depend on a package, sorted.

    Only `dependencies` of packages count, whatever their markers say, not extras and groups. Empty
    if the expected packages are not known.
    """
    pins = snapshot.view.expected.pins.values() if snapshot.view.expected else ()
    return sorted(it.name for it in pins if any(edge.name == name for edge in it.dependencies))


def summary(metadata_folder: str) -> str:
    """The `Summary` in the METADATA of an installed distribution.

    Empty if it has none, or cannot be read.
    """
    try:
        path = os.path.join(metadata_folder, "METADATA")
        with open(path, encoding="utf-8", errors="replace", opener=open_small) as it:
            header = it.read(_LARGEST_HEADER).partition("\n\n")[0]
    except OSError:
        return ""
    lines = (line for line in header.splitlines() if line.startswith("Summary:"))
    found = next(lines, "").removeprefix("Summary:").strip()
    # Old versions of setuptools write UNKNOWN if there is no summary.
    return "" if found == "UNKNOWN" else found


def state_line(snapshot: Snapshot) -> str:
    """The state of a project as one line for the editor, such as `2 changes, 1 warning`."""
    report = snapshot.report
    if report.in_step:
        return f"in step, {report.counted}"
    if snapshot.problem:
        return f"could not check: {_shortened(snapshot.problem, snapshot.root)}"
    counted = [
        _count(len(report.changes), "change"),
        _count(sum(it.severity == "error" for it in report.findings), "error"),
        _count(sum(it.severity == "warning" for it in report.findings), "warning"),
    ]
    return ", ".join(it for it in counted if it) or "drifted"


def _shortened(text: str, root: str) -> str:
    """The text with paths in the project shortened to relative ones."""
    return text.replace(os.path.join(root, ""), "")


def _count(number: int, noun: str) -> str:
    plural = "" if number == 1 else "s"
    return f"{number} {noun}{plural}" if number else ""
