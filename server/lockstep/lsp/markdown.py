"""Text from files in Markdown, escaped so that it is shown as it is."""

from __future__ import annotations

import re

from ..model.text import plain_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#!|~$&@]")
# Clients turn these into links.
_BARE_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, in one line: no link, image, command, HTML or icon."""
    found = _SPECIAL.sub(lambda it: f"\\{it[0]}", plain_line(text))
    return _BARE_LINK.sub(lambda it: f"\\{it[0]}", found)


def without_icons(text: str) -> str:
    """A text for titles in which VS Code would show `$(name)` as an icon."""
    return plain_line(text).replace("$(", "$ (")
