"""What the lines of uv say while it runs."""

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
    """The phase that a line tells of; while locking, everything belongs to that."""
    if phase == "locking":
        return phase
    if _INSTALLING.match(line):
        return "installing"
    return "downloading" if _FETCHING.match(line) and phase == "checking" else phase


def is_replaced(text: str) -> bool:
    """Whether the lines of uv tell that it has made another environment in the place of one."""
    return bool(_REPLACED.search(text))


def shown(line: str) -> str:
    """A line as it may be shown."""
    return without_credentials_in(line.strip())


def warnings(lines: Iterable[str]) -> tuple[str, ...]:
    """What uv warns of, each once."""
    found = (shown(it.removeprefix(_WARNING)) for it in lines if it.startswith(_WARNING))
    return tuple(dict.fromkeys(found))
