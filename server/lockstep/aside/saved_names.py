"""The entries of a folder in a saved inventory, parsed on first use.

An inventory of a large environment has some ten thousand folders. Nearly all are taken over from
an earlier inventory without reading their entries, and parsing them all would take half as long as
the installer's dry run.
"""

from __future__ import annotations

import json
from collections.abc import ItemsView, Iterator, Mapping

from ..host.file_stamps import Stamp

_NONE = "[]"


class SavedNames(Mapping[str, Stamp]):
    """The stamps of a folder's entries by name, parsed from JSON on first use.

    Args:
        folders: a JSON list of the names of its subfolders, which a walk needs without the rest.
        text: a JSON object of all stamps by name, in which only ASCII characters are not escaped.
    """

    __slots__ = ("_folders", "_names", "_text")

    def __init__(self, folders: str, text: str) -> None:
        self._folders = folders
        self._text = text
        self._names: dict[str, Stamp] | None = None

    def folders(self) -> list[str]:
        """The names of the subfolders; does not parse the stamps."""
        found: list[str] = json.loads(self._folders) if self._folders != _NONE else []
        return found

    def mentions(self, text: str) -> bool:
        """Whether the JSON contains an ASCII text, in a name or in a stamp; parses nothing."""
        return text in self._text

    def items(self) -> ItemsView[str, Stamp]:
        """All names with their stamps, as of a dictionary."""
        return self.read().items()

    def read(self) -> dict[str, Stamp]:
        """All names with their stamps, parsed by the first call; not to be changed."""
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
