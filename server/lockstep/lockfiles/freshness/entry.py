"""One requirement in the form in which manifest and lockfile are compared."""

from __future__ import annotations

from typing import NamedTuple

from ...model.manifest import Key


class Entry(NamedTuple):
    """One requirement.

    Attributes:
        name: the normalized name of the package.
        extras: the normalized names of its extras, sorted.
        specifier: as `tidy_specifier` returns it; empty without one, and for a source of a manifest
            other than an index.
        marker: the marker as written, joined with that of the source and of the extra; may be
            empty.
        source: a source other than an index: its kind, its location, and its subdirectory if there
            is one; empty for an index. A local path is absolute (`lockfiles.absolute`).
        registry: the location of a named index (`indexes.index_location`); empty for none.
        key: its place in the manifest; empty for an entry of the lockfile.
        text: its spelling in the manifest; empty for an entry of the lockfile.
    """

    name: str
    extras: tuple[str, ...] = ()
    specifier: str = ""
    marker: str = ""
    source: tuple[str, ...] = ()
    registry: str = ""
    key: Key = ()
    text: str = ""

    @property
    def subject(self) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
        """The fields in which entries must be equal to be compared with each other."""
        return self.name, self.extras, self.source, self.registry

    @property
    def words(self) -> str:
        """The requirement as text for messages, with its source or index."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        source = f" @ {self.source[1]}" if self.source else ""
        source += f" from {self.registry}" if self.registry else ""
        marker = f" ; {self.marker}" if self.marker else ""
        return f"{self.name}{extras}{self.specifier}{source}{marker}"


def tidy_specifier(text: str) -> str:
    """A specifier with its clauses sorted and without blanks; it is not checked."""
    return ",".join(sorted(part.replace(" ", "") for part in text.split(",") if part.strip()))
