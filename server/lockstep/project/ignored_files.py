"""Decides whether a folder contains only ignored files, as uv does for members without manifest.

The rules are those of the Rust crate `ignore`: .gitignore files count within a repository,
.ignore files everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..model.globs import IgnoreRules, ignore_rules
from .file_cache import read_text

_MOST_FILES = 10_000


def holds_only_ignored(folder: str) -> bool:
    """Whether all files in a folder and below are ignored; True if there are none.

    Links to folders are not followed. False if a folder is unreadable, or if there are more than
    10,000 files.
    """
    try:
        for seen, path in enumerate(_files(folder)):
            if seen > _MOST_FILES or not _is_ignored(path):
                return False
    except OSError:
        return False
    return True


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda it: it.name)
    for entry in found:
        if not entry.is_dir():
            yield entry.path
        elif not entry.is_symlink():
            yield from _files(entry.path)


def _is_ignored(path: str) -> bool:
    """Whether a file or one of its folders is ignored; the nearest rule that matches decides."""
    at, is_folder = path, False
    repository = _repository(path)
    while len(at) > len(os.path.dirname(at)):
        verdict = _verdict(at, repository, is_folder=is_folder)
        if verdict is not None:
            return verdict
        at, is_folder = os.path.dirname(at), True
    return False


def _verdict(path: str, repository: str, *, is_folder: bool) -> bool | None:
    folder = os.path.dirname(path)
    while True:
        inside = os.path.relpath(path, folder).replace(os.sep, "/")
        # In one folder .ignore takes precedence.
        for name in (".ignore", ".gitignore"):
            counts = name == ".ignore" or (repository and _is_in(folder, repository))
            rules = _rules(os.path.join(folder, name)) if counts else None
            found = rules.verdict(inside, is_folder=is_folder) if rules else None
            if found is not None:
                return found
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    excluded = _rules(os.path.join(repository, ".git", "info", "exclude")) if repository else None
    if excluded is None:
        return None
    inside = os.path.relpath(path, repository).replace(os.sep, "/")
    return excluded.verdict(inside, is_folder=is_folder)


def _repository(path: str) -> str:
    folder = os.path.dirname(path)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def _is_in(folder: str, repository: str) -> bool:
    return os.path.join(folder, "").startswith(os.path.join(repository, ""))


def _rules(path: str) -> IgnoreRules | None:
    found = read_text(path)
    return None if found.missing else ignore_rules(found.text.splitlines())
