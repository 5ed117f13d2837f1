"""Escapes text from files, so that Markdown shows it unchanged."""

from __future__ import annotations

import re

from ..model.text import plain_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#!|~$&@]")
# Clients turn these into links.
_BARE_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """The text as one line of Markdown that has no link, image, command, HTML or icon."""
    found = _SPECIAL.sub(lambda it: f"\\{it[0]}", plain_line(text))
    return _BARE_LINK.sub(lambda it: f"\\{it[0]}", found)


def without_icons(text: str) -> str:
    """The text as one line for a title, where VS Code shows no `$(name)` in it as an icon."""
    return plain_line(text).replace("$(", "$ (")
