"""A file that will not even be renamed: the one thing that nothing here can get around."""

from __future__ import annotations


class Immovable(Exception):
    """The path that cannot be moved; everything that was moved before goes back."""

    def __init__(self, path: str, mistake: OSError) -> None:
        super().__init__(f"{path}: {mistake.strerror}")
        self.path = path
        self.mistake = mistake
