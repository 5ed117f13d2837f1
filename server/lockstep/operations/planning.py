"""From a fresh check to a plan. Pure: what was checked in, the commands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..drift.pending import damaged
from ..drift.view import View
from ..errors import Refused
from ..installers.uv.commands import changing, installing, making, uv_variables
from ..model.intent import Intent
from ..model.paths import is_below
from ..model.plan import Plan, Step
from ..project.checker import Checked
from .preconditions import refusal


def make_plan(
    checked: Checked, intent: Intent, path: str, uv: str, variables: Mapping[str, str]
) -> Plan:
    """The plan for a wish about the project of a path.

    Raises:
        Refused: something has to be put right first.
    """
    reason = refusal(checked.view, checked.obstacle, intent)
    if reason:
        raise Refused(reason)
    view = checked.view
    chosen = changing(uv, intent, _member(view, path, intent))
    manifests = tuple(it.manifest_path for it in view.project.members)
    folder = view.project.current_member.folder
    return Plan(folder, uv_variables(variables), chosen, manifests, view.project.lockfile_path)


def last_steps(view: View, intent: Intent, uv: str, gone: Iterable[str]) -> tuple[Step, ...]:
    """The commands that install what is pinned, and take these packages away."""
    return installing(
        uv,
        view.selection,
        python=intent.python,
        again=damaged(view),
        gone=gone,
        environment=view.environment.path,
    )


def making_step(view: View, intent: Intent, uv: str) -> Step:
    """The command that makes an environment where what was set aside had to stay in its folder."""
    return making(uv, view.environment.path, intent.python)


def _member(view: View, path: str, intent: Intent) -> str:
    """Whose manifest is meant: that of the deepest member around the path; empty for the root."""
    if intent.kind not in ("add", "remove"):
        return ""
    around = [it for it in view.project.members if is_below(path, it.folder)]
    found = max(around, key=lambda it: len(it.folder), default=view.project.root_member)
    return "" if found is view.project.root_member else found.name
