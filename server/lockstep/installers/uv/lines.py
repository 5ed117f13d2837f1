"""Parses the lines that uv prints while it runs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...model.plan import Phase
from ...model.urls import without_credentials_in

_FETCHING = re.compile(r"\s*(Downloading|Downloaded|Building|Built|Updating|Updated) ")
_INSTALLING = re.compile(r"\s*(Prepared|Uninstalled|Installed) ")
_REPLACED = re.compile(r"^(?:Removed|Creating) virtual environment at", re.MULTILINE)
_WARNING = "warning: "


def phase_after(line: str, phase: Phase) -> Phase:
    """The phase of a step after uv has printed a line; `locking` never changes.

    Args:
        line: the line.
        phase: the phase before it.
    """
    if phase == "locking":
        return phase
    if _INSTALLING.match(line):
        return "installing"
    return "downloading" if _FETCHING.match(line) and phase == "checking" else phase


def is_replaced(text: str) -> bool:
    """Whether uv printed that it removed the environment or created a new one."""
    return bool(_REPLACED.search(text))


def shown(line: str) -> str:
    """A line of uv's output for display, without credentials and surrounding blanks."""
    return without_credentials_in(line.strip())


def warnings(lines: Iterable[str]) -> tuple[str, ...]:
    """The warnings among lines of uv's output, without credentials and duplicates."""
    found = (shown(it.removeprefix(_WARNING)) for it in lines if it.startswith(_WARNING))
    return tuple(dict.fromkeys(found))
