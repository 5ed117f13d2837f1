"""Why a sync must not begin: from a check to the refusal (to be raised, or only displayed)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from ..drift.in_the_way import in_the_way
from ..drift.pending import is_nothing_to_do
from ..drift.view import View
from ..errors import MAKE_READABLE, LockstepError, Refused, UsageError
from ..lockfiles.toml_text import with_lf
from ..lockfiles.tool_lockstep import read_tool_lockstep, selection_problems
from ..lockfiles.uv_lock import is_of_newer_uv
from ..model.intent import Intent
from ..model.project import Member
from ..model.text import Lines, Problem
from ..model.urls import without_credentials_in

_MOST_DIFFERENCES = 3
_LOCK = "`lockstep sync --lock` locks first"


def refusal(view: View, intent: Intent) -> Refused | None:
    """The first reason against a sync; None if uv may be asked.

    Only what uv could not read either refuses a sync: whether the lockfile fits, and whether the
    selection makes sense, is for uv to say.
    """
    return next(_reasons(view, intent), None)


def expected_refusal(
    view: View, obstacle: UsageError | None, intent: Intent
) -> LockstepError | None:
    """Why uv would refuse, as far as it is known without asking it; None if no reason is known.

    For actions that are offered.

    Args:
        view: the check of the project.
        obstacle: why the expected packages could not be computed, which locking may change; or
            None.
        intent: what would be done.
    """
    reason = refusal(view, intent)
    if reason is not None or intent.kind != "sync":
        return reason
    return staleness(view) if view.freshness.stale else obstacle


def offered(view: View, obstacle: UsageError | None) -> Intent | None:
    """What to offer for a project: to lock, to sync, or nothing (None).

    To lock if the lockfile is missing, cannot be read or is stale. None if the environment is in
    step, or if the command would be refused.

    Args:
        view: the check of the project.
        obstacle: why the expected packages could not be computed, or None.
    """
    if view.lockfile_state != "read" or view.freshness.stale:
        return None if refusal(view, Intent("lock")) else Intent("lock")
    if is_nothing_to_do(view) or expected_refusal(view, obstacle, Intent()):
        return None
    return Intent()


def _reasons(view: View, intent: Intent) -> Iterator[Refused]:
    tool = view.project.other_tool
    if tool is not None:
        yield Refused(tool.message, tool.hint)
    for member in view.project.members:
        for problem in _problems(member, is_root=member is view.project.root_member):
            yield _at(member.manifest_path, member.manifest.lines, problem, view)
    # uv would wait for a pipe, and read a device to its end.
    for path, unread in view.project.unreadable:
        yield Refused(f"{path}: {unread.message}", unread.hint)
    root = view.project.root_member
    for problem in selection_problems(root.manifest):
        # A sync for the default selection would remove what the project has selected.
        yield _at(root.manifest_path, root.manifest.lines, problem, view)
    # Locking replaces a lockfile that cannot be read, but never one of a newer uv.
    kept = [it for it in view.lockfile_problems if intent.kind != "lock" or is_of_newer_uv(it)]
    for problem in kept:
        yield _at(view.project.lockfile_path, view.lockfile_lines, problem, view)
    yield from _of_environment(view, intent)
    if intent.kind == "sync" and view.lockfile_state == "missing":
        yield Refused("there is no lockfile", _LOCK, "lockfile-missing")


def _problems(member: Member, *, is_root: bool) -> list[Problem]:
    """The problems that uv has too: it does not read the table of Lockstep."""
    ours = read_tool_lockstep(member.manifest, is_root=is_root).problems
    return [it for it in member.problems if it not in ours]


def _at(path: str, lines: Lines, problem: Problem, view: View) -> Refused:
    name = os.path.relpath(path, view.project.root)
    place = lines.position(problem.span.start)
    what = without_credentials_in(problem.message)
    message = f"{name}:{place.line + 1}:{place.character + 1}: {what}"
    return Refused(message, without_credentials_in(problem.hint))


def _of_environment(view: View, intent: Intent) -> Iterator[Refused]:
    """The reasons that concern the environment.

    An incomplete environment is no reason: it is set aside as a whole before anything runs.
    """
    environment = view.environment
    if environment.unreadable:
        yield Refused(environment.unreadable[0], MAKE_READABLE)
    found = in_the_way(environment)
    if found is not None:
        yield Refused(found.message, found.hint)
    if environment.is_in_the_way:
        hint = "move it away, or turn the feature off"
        yield Refused(f"{environment.path}: {environment.reason}", hint)
    is_replaced = view.action != "check" or intent.kind == "recreate"
    is_in_cache = environment.is_cached or environment.leads_into_cache
    is_linked = environment.state == "sound" or environment.leads_into_cache
    if is_in_cache and is_linked and is_replaced:
        what = "uv keeps the environment in its cache (a preview feature), and would replace it"
        is_meant = intent.kind == "recreate"
        how = f"remove {environment.path}, and run `uv sync`" if is_meant else "run `uv sync`"
        yield Refused(what, f"{how}: only uv can do that")


def staleness(view: View) -> Refused:
    """The refusal because the lockfile is stale; names up to three differences to the manifest.

    It names none if only uv has found that the lockfile is stale.
    """
    found = [without_credentials_in(it.message) for it in view.freshness.stale]
    more = len(found) - _MOST_DIFFERENCES
    listed = "; ".join(found[:_MOST_DIFFERENCES]) + (f"; and {more} more" if more > 0 else "")
    what = "the lockfile no longer fits pyproject.toml"
    return Refused(f"{what}: {listed}" if listed else what, _LOCK, "lockfile-stale")


def unsaved(texts: Mapping[str, str], view: View) -> Refused | None:
    """The refusal because of an open text that differs from the disk; None if there is none.

    Args:
        texts: the open texts by absolute path.
        view: the check of the project; only its manifests and lockfile count.
    """
    project = view.project
    on_disk = {it.manifest_path: it.manifest.lines.text for it in project.members}
    on_disk[project.lockfile_path] = view.lockfile_lines.text
    for path, text in on_disk.items():
        if path in texts and with_lf(texts[path]) != with_lf(text):
            name = os.path.relpath(path, project.root)
            return Refused(f"{name} has changes that are not saved", f"save {name} first")
    return None
