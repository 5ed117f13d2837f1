"""`lockstep doctor`: prints what a report of a problem needs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from ..host.own_host import own_host
from ..model.text import plain_line
from ..operations.diagnosing.diagnosis import Diagnosis, diagnose
from .output import write, write_json

_NOTHING = {
    "last_outcomes": "no command has changed this environment",
    "settings": "nothing is set in [tool.lockstep]",
    "variables": "none of UV_*, LOCKSTEP_*, VIRTUAL_ENV and CONDA_PREFIX is set",
}


def tell_diagnosis(options: argparse.Namespace) -> int:
    """Print the diagnosis of a project and this machine; returns the exit status, which is 0.

    Raises:
        ProjectNotFound, OSError: as `diagnose`.
    """
    found = diagnose(os.path.abspath(options.project), own_host(), os.environ)
    if options.format == "json":
        write_json({"schema": 1, **found})
    elif not options.quiet:
        write("\n".join(_lines(found)))
    return 0


def _lines(found: Diagnosis) -> Iterator[str]:
    for number, (title, facts) in enumerate(found.items()):
        if number:
            yield ""
        yield _words(title)
        # The names of variables and settings are shown as they are.
        names = {it: it if title in _NOTHING else _words(it) for it in facts}
        width = max((len(plain_line(it)) for it in names.values()), default=0)
        for name, value in facts.items():
            yield f"  {plain_line(names[name]):<{width}}  {plain_line(value)}"
        if not facts:
            yield f"  {_NOTHING[title]}"


def _words(name: str) -> str:
    return name.replace("_", " ")
