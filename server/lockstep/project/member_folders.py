"""The folders that patterns of a workspace name, by the rules of `model.globs`.

The walk is that of the Rust crate `glob`: part by part, links to folders are followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..model.globs import BadPattern, has_wildcards, member_pattern

_DEEPEST = 32


def folders_matching(root: str, patterns: Iterable[str]) -> set[str]:
    """Every folder that one of the patterns names; a bad pattern names none."""
    found: set[str] = set()
    for pattern in patterns:
        parts = [it for it in os.path.normpath(pattern).split(os.sep) if it not in ("", ".")]
        start = os.path.join(root, os.path.splitdrive(pattern)[0], "")
        start = os.path.splitdrive(root)[0] + os.sep if os.path.isabs(pattern) else start
        try:
            found.update(os.path.normpath(it) for it in _walk(start, parts, 0))
        except BadPattern:
            continue
    return found


def _walk(folder: str, parts: list[str], depth: int) -> Iterator[str]:
    if not parts:
        if os.path.isdir(folder):
            yield folder
        return
    head, rest = parts[0], parts[1:]
    if head == "**":
        yield from _at_any_depth(folder, rest, depth)
    elif not has_wildcards(head):
        yield from _walk(os.path.join(folder, head), rest, depth)
    else:
        matches = member_pattern(head)
        for name in _folders_in(folder):
            if matches.fullmatch(name):
                yield from _walk(os.path.join(folder, name), rest, depth)


def _at_any_depth(folder: str, rest: list[str], depth: int) -> Iterator[str]:
    """`**` alone names every folder below, and before another part also none at all."""
    if rest:
        yield from _walk(folder, rest, depth)
    for name in _folders_in(folder) if depth < _DEEPEST else ():
        below = os.path.join(folder, name)
        if not rest:
            yield below
        yield from _at_any_depth(below, rest, depth + 1)


def _folders_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as found:
            return sorted(it.name for it in found if it.is_dir())
    except OSError:
        return []


def without_excluded(root: str, folders: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """The folders that no pattern of `exclude` matches; here `*` passes the separator too."""
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
    """Without `./`, `..` and a slash at the end, as uv compares it."""
    return os.path.normpath(pattern).replace(os.sep, "/")
