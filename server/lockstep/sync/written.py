"""Manifest and lockfile as they were before a sync, and as it wrote them."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..host.files import read_bytes, replace_bytes


class Written:
    """Remembers the bytes of files, so that they can return if nobody else wrote them since."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._before = {path: read_bytes(path) for path in paths}
        self._ours = dict(self._before)

    @property
    def is_changed(self) -> bool:
        """Whether this sync has written anything else than was there."""
        return self._ours != self._before

    def note(self, paths: Iterable[str]) -> None:
        """These files are now as this sync wrote them."""
        self._ours.update({path: read_bytes(path) for path in paths})

    def put_back(self) -> tuple[str, ...]:
        """Let every file be as it was before; what could not be is told, in words."""
        return tuple(it for it in map(self._put_back, self._before) if it)

    def _put_back(self, path: str) -> str:
        before, ours = self._before[path], self._ours[path]
        if ours == before:
            return ""
        name = os.path.basename(path)
        if read_bytes(path) != ours:
            return f"{name} was changed by somebody else meanwhile, and stays as it is"
        try:
            replace_bytes(path, before)
        except OSError as mistake:
            return f"{name} could not be put back: {mistake.strerror}"
        return ""
