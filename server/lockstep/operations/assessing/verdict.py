"""Whether a sync is done: uv's own check, what was planned, and what lacks files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from ...drift.view import View
from ...installers.uv.sync_plan import SyncPlan
from ...model.installed import Distribution
from ...transaction.types import Assessment, Verdict
from .assessment import own_changes

Installed = Mapping[str, Sequence[Distribution]]


def judge(
    planned: Assessment,
    view: View,
    wanted: SyncPlan | None,
    before: Installed,
    slipped_in: Set[str],
) -> Verdict:
    """The verdict on an environment, apart from packages that lack files.

    Args:
        planned: what was to be done.
        view: the check after the installer has ended.
        wanted: what uv would do now; None if it could not be asked: then Lockstep's own check
            decides.
        before: what was installed when the plan was made.
        slipped_in: packages that another process has installed between the first plan and the last.
    """
    if wanted is None:
        return _by_our_check(planned, view)
    if wanted.action != "check":
        return Verdict(is_done=False, reason="uv does not accept the environment that it has made")
    installed = view.environment.by_name()
    again = {it for it in wanted.names if _is_as_planned(it, planned, installed)}
    undone = sorted((wanted.names & {*planned.names}) - again)
    if undone:
        return Verdict(is_done=False, reason=f"{undone[0]} is not at its pinned version")
    others = wanted.names - {*planned.names} - again
    # What a new environment holds and nothing planned, another process has put there.
    known = before if planned.kind == "packages" else {}
    changed = {it for it in others if installed.get(it) != known.get(it)}
    concurrent = changed | (others & slipped_in)
    return Verdict(
        is_done=True,
        concurrent=tuple(sorted(concurrent)),
        warnings=(
            *(_WANTED_AGAIN.format(it) for it in sorted(again)),
            *(_ALSO_WANTED.format(it) for it in sorted(others - concurrent)),
            *_unshared(view, wanted.names),
        ),
    )


_WANTED_AGAIN = "uv would install {} again at every sync, although it has just done so"
_ALSO_WANTED = "uv would also change {} at the next sync"
_UNSHARED = "Lockstep's check still lists {}, which uv calls in step"


def _is_as_planned(name: str, planned: Assessment, installed: Installed) -> bool:
    """Whether a package is installed in the version that this sync was to install."""
    copies = installed.get(name, ())
    if name not in planned.versions or len(copies) != 1:
        return False
    version = planned.versions[name]
    return not version or copies[0].version == version


def _unshared(view: View, wanted: Set[str]) -> list[str]:
    return [_UNSHARED.format(it.name) for it in own_changes(view) if it.name not in wanted]


def _by_our_check(planned: Assessment, view: View) -> Verdict:
    if view.action != "check" or view.environment.state != "sound":
        return Verdict(is_done=False, reason="the environment is not as the lockfile wants it")
    left = [it.name for it in view.changes if it.name in planned.names]
    reason = f"{left[0]} is not at its pinned version" if left else ""
    return Verdict(is_done=not left, reason=reason)
