"""A wish to the commands of uv that fulfill it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...model.intent import Intent
from ...model.plan import Step
from ...model.selection import Selection, arguments

_PLAIN = ("--no-progress", "--color", "never")
_DROPPED = frozenset({"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"})


def steps(
    uv: str, intent: Intent, selection: Selection, *, again: Iterable[str] = (), member: str = ""
) -> tuple[Step, ...]:
    """The commands for a wish; `again` are packages to install anew though uv calls them in step.

    Everything but the last command changes manifest and lockfile alone; `member` is the one whose
    manifest is meant, empty for the root.
    """
    reinstalled = (part for name in again for part in ("--reinstall-package", name))
    python = ("--python", intent.python) if intent.python else ()
    chosen = (*arguments(selection), *reinstalled, *python)
    # A repair takes nothing away that is merely not pinned.
    inexact = ("--inexact",) if intent.kind == "repair" else ()
    sync = Step("checking", (uv, "sync", "--frozen", *chosen, *inexact, *_PLAIN))
    return (*_changing(uv, intent, member), sync)


def _changing(uv: str, intent: Intent, member: str) -> tuple[Step, ...]:
    if intent.kind in ("sync", "recreate", "repair"):
        return ()
    if intent.kind == "lock":
        return (Step("locking", (uv, "lock", *_PLAIN), ("lockfile",)),)
    options = [option for option, name in _lists(intent, member) for option in (option, name)]
    # Behind `--` nothing is an option, whatever it begins with.
    command = (uv, intent.kind, "--no-sync", *options, *_PLAIN, "--", *intent.items)
    return (Step("locking", command, ("manifest", "lockfile")),)


def _lists(intent: Intent, member: str) -> list[tuple[str, str]]:
    found = [("--group", intent.group), ("--optional", intent.extra), ("--package", member)]
    return [(option, name) for option, name in found if name]


def uv_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv: those of our own Python, and of an active environment, mislead it."""
    return {name: value for name, value in variables.items() if name.upper() not in _DROPPED}
