"""Sweep, delete and free: the commands that run no installer."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from ..environment.location import environment_path
from ..environment.protected import protection
from ..errors import Refused
from ..host.cancellation import CancellationToken
from ..host.mounts import is_mount_point
from ..model.outcome import Outcome, OutcomeKind
from ..project.environments import environment_at
from ..transaction.guarded import GuardedEnvironment
from ..transaction.without_installer import (
    UpkeepResult,
    delete_environment,
    free_environment,
    sweep_environment,
)
from .assessing.own_environment import refuse_own_change
from .build_outcome import blocked
from .operate import operate
from .outcome_holders import with_holders
from .request import SyncRequest, UpkeepKind


def run_upkeep(
    kind: UpkeepKind,
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: Callable[[str], None],
    _: CancellationToken,
) -> Outcome:
    """Run one of these commands on the environment of a project; every error is an outcome.

    It cannot be cancelled: only the search for files takes long, and changes are never left half
    done.

    Args:
        kind: the command.
        request: names the project by its root; the rest of it is not used.
        variables: the environment variables.
        on_progress: called once, at the start.
    """
    words, work = _KINDS[kind]
    on_progress(words)
    return work(environment_path(request.root, variables))


def sweep_now(environment: str) -> Outcome:
    """Delete what earlier transactions set aside of an environment, unless it is in use.

    Every error is an outcome.
    """
    return operate(environment, "sweep", _not_done(environment, "swept"), _sweep)


def delete_now(environment: str) -> Outcome:
    """Delete an environment, also while programs use files of it; every error is an outcome.

    Refused if it contains a project, a Python installation or a home folder, or runs Lockstep.
    """
    return operate(environment, "delete", _not_done(environment, "deleted"), _delete)


def free_now(environment: str) -> Outcome:
    """Swap the held files of an environment, so that any installer can delete what is there.

    Every error is an outcome.
    """
    return operate(environment, "free", _not_done(environment, "freed"), _free)


_KINDS: Mapping[UpkeepKind, tuple[str, Callable[[str], Outcome]]] = {
    "sweep": ("sweeping", sweep_now),
    "delete": ("setting it aside", delete_now),
    "free": ("looking for held files", free_now),
}


def _not_done(environment: str, participle: str) -> str:
    return f"{environment} was not {participle}"


def _sweep(guarded: GuardedEnvironment) -> Outcome:
    result = sweep_environment(guarded)
    count = len(result.not_deleted)
    if not count:
        return _outcome("nothing", "No set-aside files are left", result)
    folders = "1 aside folder is" if count == 1 else f"{count} aside folders are"
    return _outcome("done", f"{folders} still in use", result)


def _delete(guarded: GuardedEnvironment) -> Outcome:
    environment = guarded.path
    environment_at(environment)
    more = protection(environment)
    if more:
        raise Refused(more, "delete by hand what is to go")
    refuse_own_change(environment, "delete")
    result = delete_environment(guarded)
    if result.blocked:
        return _blocked(environment, "deleted", result)
    stays = _why_it_stays(environment)
    if stays:
        # The folder itself is not in use.
        in_use = tuple(it for it in result.not_deleted if it != guarded.root)
        result = result._replace(not_deleted=in_use)
        words = f"Deleted everything in {environment}; the folder itself stays: {stays}"
        return _outcome("done", words, result)
    if guarded.root in result.not_deleted:
        words = f"Deleted everything in {environment}; the folder itself stays"
        return _outcome("done", words, result)
    return _outcome("done", f"Deleted {environment}", result)


def _why_it_stays(environment: str) -> str:
    """Why the folder of a deleted environment stays although no process uses it; else empty."""
    root = os.path.realpath(environment)
    if is_mount_point(root):
        return "it is a mount point"
    if os.path.islink(environment):
        return f"{environment} is a link to it"
    parent = os.path.dirname(root)
    is_closed = os.path.isdir(root) and not os.access(parent, os.W_OK)
    return f"this user may not write in {parent}" if is_closed else ""


def _free(guarded: GuardedEnvironment) -> Outcome:
    environment = guarded.path
    environment_at(environment)
    result = free_environment(guarded)
    if result.blocked:
        return _blocked(environment, "freed", result)
    count = len(result.swapped)
    if not count:
        return _outcome(
            "nothing", f"Nothing to free: every file of {environment} can be deleted", result
        )
    files = "1 held file" if count == 1 else f"{count} held files"
    return _outcome("done", f"Freed {environment}: {files} swapped", result)


def _blocked(environment: str, participle: str, result: UpkeepResult) -> Outcome:
    outcome = blocked(_not_done(environment, participle), result.blocked[0])
    return with_holders(outcome._replace(blocked=result.blocked, warnings=result.warnings))


def _outcome(kind: OutcomeKind, message: str, result: UpkeepResult) -> Outcome:
    outcome = Outcome(kind, message, warnings=result.warnings, swapped=result.swapped)
    return with_holders(outcome._replace(not_deleted=result.not_deleted))
