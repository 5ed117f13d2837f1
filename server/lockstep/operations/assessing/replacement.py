"""A replacement of a sound environment: what is lost, and the consent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from ...drift.view import View
from ...environment.record_files import unclaimed_files
from ...errors import Refused, WouldReplace
from ...installers.uv.sync_plan import SyncPlan
from ...model.intent import Intent
from ...model.paths import is_below
from ...model.project import project_name

_MOST_NAMES = 5
_KERNELS = os.path.join("share", "jupyter", "kernels")
_OWN_ENTRIES = frozenset(
    {
        *("bin", "Scripts", "lib", "lib64", "Lib", "include", "Include", "share", "etc", "man"),
        *("pyvenv.cfg", ".lock", ".gitignore", ".lockstep", "CACHEDIR.TAG"),
    }
)
"""What environments and packages have at the top of an environment."""

Consent = Callable[[str], bool]
"""Given a sentence that says what is lost, whether to go on."""


def confirm_replacement(view: View, plan: SyncPlan, consent: Consent | None) -> None:
    """Return only if the user agrees to the loss of an environment.

    Args:
        view: the check of the project.
        plan: uv's plan, which replaces the environment.
        consent: asks the user; None if that is not possible.

    Raises:
        WouldReplace: there is no consent.
        Refused: the project is inside its own environment.
        OSError: as `replacement_message`.
    """
    refuse_around(view)
    message = replacement_message(view, plan)
    if consent is None or not consent(message):
        hint = "confirm it in the editor, or run `lockstep sync` in a terminal"
        raise WouldReplace(message, hint)


def is_replaced_anyway(view: View, intent: Intent) -> bool:
    """Whether a sync creates or replaces the environment whatever uv plans.

    True for `recreate`, if the environment is not sound, and if Lockstep's check finds that uv
    would replace it.
    """
    is_sound = view.environment.state == "sound" and view.action == "check"
    return intent.kind == "recreate" or not is_sound


def refuse_around(view: View) -> None:
    """Refuse to replace an environment that contains the project, also through a link.

    Raises:
        Refused: the project would be set aside with its environment.
    """
    environment = view.environment
    around, root = os.path.realpath(environment.path), os.path.realpath(view.project.root)
    if is_below(root, around):
        what = f"{environment.path} would be replaced, and the project lies in it"
        raise Refused(what, "set UV_PROJECT_ENVIRONMENT to another folder")


def replacement_message(view: View, plan: SyncPlan) -> str:
    """One sentence: what uv replaces, and what is lost with it.

    Lost are packages that are not pinned, kernelspecs of Jupyter, and files of no package.

    Raises:
        OSError: a RECORD or a folder cannot be read.
    """
    name, before = project_name(view.project.root), view.environment.version
    is_other = before and plan.version and before != plan.version
    versions = f" (Python {before} → {plan.version})" if is_other else ""
    lost = "; ".join(_lost(view, plan))
    more = f", and with it {lost}" if lost else ""
    return f"uv replaces the environment of {name}{versions}{more}"


def _lost(view: View, plan: SyncPlan) -> Iterator[str]:
    environment = view.environment
    names = sorted({it.name for it in environment.distributions} - set(plan.installed))
    if names:
        yield f"what is not pinned: {_shortened(names)}"
    kernels = _listed(os.path.join(environment.path, _KERNELS))
    if kernels:
        yield f"kernelspecs: {_shortened(kernels)}"
    root = os.path.realpath(environment.path)
    others = [it for it in _listed(environment.path) if it not in _OWN_ENTRIES]
    files = [*others, *unclaimed_files(environment, root)]
    if files:
        yield f"files of no package: {_shortened(sorted(files))}"


def _shortened(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
