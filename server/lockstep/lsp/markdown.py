"""Text from files in Markdown: a name stays a name, whatever it holds."""

from __future__ import annotations

import re

from ..model.text import plain_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#!|~$&@]")
# Clients make links of these by themselves.
_BARE_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, in one line: no link, image, command, HTML or icon."""
    found = _SPECIAL.sub(lambda it: f"\\{it[0]}", plain_line(text))
    return _BARE_LINK.sub(lambda it: f"\\{it[0]}", found)


def without_icons(text: str) -> str:
    """A text for the titles in which VS Code shows `$(name)` as a picture."""
    return plain_line(text).replace("$(", "$ (")
