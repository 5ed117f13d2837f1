"""Finds the folders that match the member patterns of a workspace (`model.globs`).

The walk is that of the Rust crate `glob`: one component after the other, following links.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..errors import Unreadable
from ..host.named_paths import may_be_looked_at
from ..model.globs import BadPattern, has_wildcards, member_pattern

_DEEPEST = 32
_MOST_FOLDERS = 50_000


def folders_matching(root: str, patterns: Iterable[str]) -> set[str]:
    """The folders that match one of the patterns; invalid patterns match nothing.

    A folder that cannot be listed counts as empty, and `**` is followed for 32 levels.

    Args:
        root: the root of the workspace, to which patterns are relative.
        patterns: as in `tool.uv.workspace.members`.

    Returns absolute paths.

    Raises:
        Unreadable: the patterns lead through more than 50,000 folders, or to a share or a device.
    """
    found: set[str] = set()
    walk = _Walk()
    for pattern in patterns:
        if not may_be_looked_at(pattern, root):
            message = f"`tool.uv.workspace.members` names a share or a device: {pattern}"
            raise Unreadable(message, "name folders on this machine")
        parts = [it for it in os.path.normpath(pattern).split(os.sep) if it not in ("", ".")]
        start = os.path.join(root, os.path.splitdrive(pattern)[0], "")
        start = os.path.splitdrive(root)[0] + os.sep if os.path.isabs(pattern) else start
        try:
            found.update(os.path.normpath(it) for it in walk.folders(start, parts, 0))
        except BadPattern:
            continue
    return found


class _Walk:
    """A walk through a limited number of folders: a pattern may match the whole disk."""

    def __init__(self) -> None:
        self._looked_into = 0

    def folders(self, folder: str, parts: list[str], depth: int) -> Iterator[str]:
        """The folders below a folder that match the components of a pattern."""
        if not parts:
            if os.path.isdir(folder):
                yield folder
            return
        head, rest = parts[0], parts[1:]
        if head == "**":
            yield from self._at_any_depth(folder, rest, depth)
        elif not has_wildcards(head):
            yield from self.folders(os.path.join(folder, head), rest, depth)
        else:
            matches = member_pattern(head)
            for name in self._folders_in(folder):
                if matches.fullmatch(name):
                    yield from self.folders(os.path.join(folder, name), rest, depth)

    def _at_any_depth(self, folder: str, rest: list[str], depth: int) -> Iterator[str]:
        """The matches of `**`: all folders below, and before another component this folder too."""
        if rest:
            yield from self.folders(folder, rest, depth)
        for name in self._folders_in(folder) if depth < _DEEPEST else ():
            below = os.path.join(folder, name)
            if not rest:
                yield below
            yield from self._at_any_depth(below, rest, depth + 1)

    def _folders_in(self, folder: str) -> list[str]:
        self._looked_into += 1
        if self._looked_into > _MOST_FOLDERS:
            message = f"`tool.uv.workspace.members` leads through more than {_MOST_FOLDERS} folders"
            raise Unreadable(message, "use a narrower pattern for the members")
        try:
            with os.scandir(folder) as found:
                return sorted(it.name for it in found if it.is_dir())
        except OSError:
            return []


def without_excluded(root: str, folders: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """The folders that no pattern of `exclude` matches; in such a pattern `*` also matches `/`.

    Args:
        root: the root of the workspace, to which patterns are relative.
        folders: absolute paths.
        patterns: as in `tool.uv.workspace.exclude`; invalid ones match nothing.
    """
    excluded = []
    for pattern in patterns:
        try:
            excluded.append(member_pattern(_plain(pattern)))
        except BadPattern:
            continue
    return {
        it
        for it in folders
        if not any(
            pattern.fullmatch(os.path.relpath(it, root).replace(os.sep, "/"))
            for pattern in excluded
        )
    }


def _plain(pattern: str) -> str:
    """The pattern without `./`, `..` and trailing slash, as in uv."""
    return os.path.normpath(pattern).replace(os.sep, "/")
