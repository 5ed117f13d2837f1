"""From a check to the commands of a sync. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..drift.view import View
from ..installers.uv.commands import changing, uv_variables
from ..model.intent import Intent
from ..model.paths import is_below
from ..model.plan import Plan
from ..project.checker import Checked
from .preconditions import refusal


def make_plan(
    checked: Checked, intent: Intent, path: str, uv: str, variables: Mapping[str, str]
) -> Plan:
    """The plan for an intent.

    Args:
        checked: the check of the project.
        intent: what to do.
        path: the absolute path that the user named, the root of the project or one of a member.
        uv: the absolute path of uv.
        variables: the environment variables.

    Raises:
        Refused: something has to be corrected first; see `preconditions.refusal`.
    """
    reason = refusal(checked.view, intent)
    if reason is not None:
        raise reason
    view = checked.view
    folder = view.project.current_member.folder
    chosen = changing(uv, intent, _member(view, path, intent), folder)
    manifests = tuple(it.manifest_path for it in view.project.members)
    lockfile, discards = view.project.lockfile_path, bool(view.lockfile_problems)
    return Plan(folder, uv_variables(variables), chosen, manifests, lockfile, discards)


def _member(view: View, path: str, intent: Intent) -> str:
    """The name of the member to change, the deepest one around the path; empty for the root.

    Also empty if the intent changes no manifest.
    """
    if intent.kind not in ("add", "remove"):
        return ""
    around = [it for it in view.project.members if is_below(path, it.folder)]
    found = max(around, key=lambda it: len(it.folder), default=view.project.root_member)
    return "" if found is view.project.root_member else found.name
