"""Parses requirements (PEP 508): `name[extra]>=1.0; marker`, or `name @ url`.

Common forms are parsed by regular expressions, all others by `packaging`, which also decides what
is invalid. It is imported only then, because its import takes as long as a check.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..markers import plain_marker
from .nesting import is_too_deep
from .specifier import plain_specifier

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_EXTRAS = rf"{_NAME}(?:[ \t]*,[ \t]*{_NAME})*"
_CLAUSE = r"[ \t]*[~=!<>]{1,2}[ \t]*[0-9][A-Za-z0-9.*+]*[ \t]*"
# A requirement without its marker.
_HEAD = re.compile(
    rf"[ \t]*({_NAME})[ \t]*(?:\[[ \t]*({_EXTRAS})[ \t]*\][ \t]*)?"
    rf"(?:@[ \t]*(\S+)[ \t]*|({_CLAUSE}(?:,{_CLAUSE})*))?"
)


class Requirement(NamedTuple):
    """The parts of a requirement; missing parts are empty.

    Attributes:
        name: the name as written.
        extras: the extras as written, sorted.
        specifier: the specifier as `packaging` formats it.
        marker: the marker as `packaging` formats it.
        url: the URL after `@`.
    """

    name: str
    extras: tuple[str, ...] = ()
    specifier: str = ""
    marker: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        """The requirement as `packaging` formats it."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        url = f" @ {self.url}{' ' if self.marker else ''}" if self.url else ""
        marker = f"; {self.marker}" if self.marker else ""
        return f"{self.name}{extras}{self.specifier}{url}{marker}"


@lru_cache(maxsize=4096)
def read_requirement(text: str) -> Requirement:
    """Parse a requirement (PEP 508).

    Raises:
        ValueError: the text is not a requirement, or its marker has too many nested parentheses.
    """
    plain = plain_requirement(text)
    if plain is not None:
        return plain
    if is_too_deep(text):
        raise ValueError("too many nested parentheses")
    from packaging import requirements

    found = requirements.Requirement(text)
    return Requirement(
        found.name,
        tuple(sorted(found.extras)),
        str(found.specifier),
        str(found.marker or ""),
        found.url or "",
    )


def plain_requirement(text: str) -> Requirement | None:
    """Parse a requirement of a common form; returns None for every other text."""
    head, semicolon, condition = text.partition(";")
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    name, listed, url, versions = found.groups(default="")
    specifier = plain_specifier(versions)
    marker = plain_marker(condition) if semicolon else ""
    if specifier is None or marker is None or (url and semicolon):
        return None
    extras = {it.strip() for it in listed.split(",")} if listed else ()
    return Requirement(name, tuple(sorted(extras)), specifier.normal, marker, url)
