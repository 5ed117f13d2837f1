"""Sweep, delete and free: which environment is meant, and the outcome in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from ..environment.location import environment_path
from ..environment.protected import protection
from ..errors import LockstepError, Refused, advice_on, said_by_system
from ..host.cancellation import CancellationToken
from ..host.contract import Host
from ..host.mounts import is_mount_point
from ..host.own_host import own_host
from ..model.outcome import Outcome
from ..project.environments import environment_at
from ..transaction.without_installer import (
    UpkeepResult,
    delete_environment,
    free_environment,
    sweep_environment,
)
from .outcome_holders import with_holders
from .request import SyncRequest, UpkeepKind


def run_upkeep(
    kind: UpkeepKind,
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: Callable[[str], None],
    _: CancellationToken,
) -> Outcome:
    """Do it with the environment of a project; everything that goes wrong is an outcome.

    It cannot be halted: all that takes long in it is to look, and what it does it does wholly.
    """
    words, work = _KINDS[kind]
    on_progress(words)
    try:
        return work(environment_path(request.root, variables))
    except LockstepError as mistake:
        return Outcome("refused", mistake.message, hint=mistake.hint)
    except Exception as mistake:  # noqa: BLE001 - logged with its traceback, and told
        from .log_lines import logger

        logger(__name__).exception("the upkeep of %s failed", request.root)
        return Outcome("failed", f"a bug in Lockstep: {type(mistake).__name__}: {mistake}")


def sweep_now(environment: str) -> Outcome:
    """Delete what earlier syncs set aside of an environment, where nobody holds it any more."""
    kept = _tried(sweep_environment, environment, "swept")
    if isinstance(kept, Outcome):
        return kept
    if kept.still_held:
        count = f"{len(kept.still_held)} aside folder(s)"
        held = f"{count} still hold something that cannot be deleted yet"
        return _outcome(Outcome("done", held), kept)
    return _outcome(Outcome("nothing", "Nothing is set aside any more"), kept)


def delete_now(environment: str) -> Outcome:
    """Delete an environment, whoever holds files of it."""
    kept = _tried(_delete_known, environment, "deleted")
    if isinstance(kept, Outcome):
        return kept
    stays = _why_it_stays(environment)
    if stays:
        # Nobody holds the folder itself.
        root = os.path.realpath(environment)
        kept = kept._replace(still_held=tuple(it for it in kept.still_held if it != root))
        words = f"Deleted everything in {environment}; the folder itself stays: {stays}"
        return _outcome(Outcome("done", words), kept)
    words = f"Deleted {environment}"
    if os.path.realpath(environment) in kept.still_held:
        words = f"Deleted everything in {environment}; the folder itself stays"
    return _outcome(Outcome("done", words), kept)


def _delete_known(host: Host, environment: str) -> UpkeepResult:
    """What was made in the folder of a project goes with it, and so would the project."""
    environment_at(environment)
    more = protection(environment)
    if more:
        raise Refused(f"{more}; delete by hand what is to go")
    return delete_environment(host, environment)


def _free_known(host: Host, environment: str) -> UpkeepResult:
    environment_at(environment)
    return free_environment(host, environment)


def _why_it_stays(environment: str) -> str:
    """Why the folder of a deleted environment is still there, where that is no holder's doing."""
    root = os.path.realpath(environment)
    if is_mount_point(root):
        return "it is a mount point"
    if os.path.islink(environment):
        return f"{environment} is a link to it"
    parent = os.path.dirname(root)
    is_closed = os.path.isdir(root) and not os.access(parent, os.W_OK)
    return f"{parent} is closed to this user" if is_closed else ""


def free_now(environment: str) -> Outcome:
    """Swap the held files of an environment, so that any installer can delete what is there."""
    kept = _tried(_free_known, environment, "freed")
    if isinstance(kept, Outcome):
        return kept
    if not kept.swapped:
        return _outcome(Outcome("nothing", f"Nothing in {environment} is held"), kept)
    count = len(kept.swapped)
    words = f"Freed {environment}: {count} held file{'' if count == 1 else 's'} swapped"
    return _outcome(Outcome("done", words), kept)


_KINDS: Mapping[UpkeepKind, tuple[str, Callable[[str], Outcome]]] = {
    "sweep": ("sweeping", sweep_now),
    "delete": ("setting it aside", delete_now),
    "free": ("looking for held files", free_now),
}


def _tried(
    work: Callable[[Host, str], UpkeepResult], environment: str, deed: str
) -> UpkeepResult | Outcome:
    """How the work ended; an outcome already where it did not begin, or was undone."""
    try:
        kept = work(own_host(), environment)
    except LockstepError as mistake:
        return _not(environment, deed, mistake.message)._replace(hint=mistake.hint)
    except OSError as mistake:
        # No bug of ours: a full disk, or a state folder that belongs to another user.
        why = said_by_system(mistake)
        return _not(environment, deed, why)._replace(hint=advice_on(mistake))
    if not kept.blocked:
        return kept
    why = f"{kept.blocked[0]} cannot even be moved; nothing was changed"
    return _outcome(_not(environment, deed, why), kept)


def _not(environment: str, deed: str, why: str) -> Outcome:
    return Outcome("refused", f"{environment} was not {deed}: {why}")


def _outcome(outcome: Outcome, kept: UpkeepResult) -> Outcome:
    return with_holders(
        outcome._replace(
            still_held=kept.blocked or kept.still_held,
            warnings=kept.warnings,
            set_aside=kept.swapped,
        )
    )
