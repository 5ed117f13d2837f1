"""What a folder held at an earlier inventory, read out of its text only when it is asked for.

An inventory of a large environment has some ten thousand folders. Nearly all of them are taken over
from an earlier one without a look at what they hold, and to read all texts takes as long as half of
the installer's plan.
"""

from __future__ import annotations

import json
from collections.abc import ItemsView, Iterator, Mapping

from ..host.file_stamps import Stamp

_NONE = "[]"


class SavedNames(Mapping[str, Stamp]):
    """The stamps of what is in a folder by name, from a JSON object.

    `folders` is a JSON list of the names of its folders, by which a walk goes on.
    """

    __slots__ = ("_folders", "_names", "_text")

    def __init__(self, folders: str, text: str) -> None:
        self._folders = folders
        self._text = text
        self._names: dict[str, Stamp] | None = None

    def folders(self) -> list[str]:
        """The names of the folders in it."""
        found: list[str] = json.loads(self._folders) if self._folders != _NONE else []
        return found

    def mentions(self, text: str) -> bool:
        """Whether a text is somewhere in it, as a stamp or as a part of a name."""
        return text in self._text

    def items(self) -> ItemsView[str, Stamp]:
        """All names with their stamps."""
        return self.read().items()

    def read(self) -> dict[str, Stamp]:
        """All names with their stamps."""
        if self._names is None:
            self._names = json.loads(self._text)
        return self._names

    def __getitem__(self, name: str) -> Stamp:
        return self.read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())

    def __contains__(self, name: object) -> bool:
        return name in self.read()
