"""The commands that change an environment: run one, print its outcome, return its exit status."""

from __future__ import annotations

import argparse
import os

from ..errors import UsageError
from ..host.existence import exists, is_folder
from ..model.as_json import holders_object, outcome_object
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.paths import is_below
from ..project.environments import environment_of
from .dependency_options import dependencies_of
from .outcome_text import holders_text, outcome_text
from .output import complain, plain_values, write, write_json
from .progress import OnProgress, progress
from .selection_options import is_frozen, selection_of

_COULD_NOT, _HELD = 2, 3
_STATUSES = {"done": 0, "nothing": 0, "restored": 1, "failed": 1, "cancelled": 130}


def change(options: argparse.Namespace) -> int:
    """Run sync, add, remove, recreate or repair, and print its outcome; returns `status_of` it.

    Raises:
        UsageError: the options are invalid.
        ProjectNotFound, Unreadable, OSError: as `find_project`. Later errors are in the outcome.
    """
    intent = intent_of(options)
    problem = intent.problem()
    if problem:
        raise problem
    with progress(options) as on_progress:
        outcome = _run(options, intent, on_progress)
    _tell(outcome, options)
    return status_of(outcome)


def _run(options: argparse.Namespace, intent: Intent, on_progress: OnProgress) -> Outcome:
    if options.command == "repair" and options.environment:
        # Each command imports only what it needs.
        from ..operations.repair import repair_now

        return repair_now(options.environment, on_progress)
    from ..operations.foreground import sync_now

    consent = _Consent(on_progress, is_said=options.format != "json" and not options.quiet)
    frozen = is_frozen(options, os.environ)
    is_of_items = intent.kind in ("add", "remove")
    selection = None if is_of_items else selection_of(options)
    outcome = sync_now(
        options.project, intent, selection, on_progress, consent=consent, frozen=frozen
    )
    return outcome._replace(warnings=(*consent.unsaid, *outcome.warnings))


def keep_up(options: argparse.Namespace) -> int:
    """Run sweep, delete or free, and print its outcome.

    Returns the exit status: 1 if a sweep leaves files that are in use, else `status_of` it.

    Raises:
        UsageError: sweep is for an `--environment` that does not exist and has left nothing.
        ProjectNotFound, Unreadable, OSError: as `environment_of`.
    """
    from ..operations.upkeep import delete_now, free_now, sweep_now

    upkeep = {"sweep": sweep_now, "delete": delete_now, "free": free_now}
    environment = environment_of(options.project, options.environment)
    is_sweep = options.command == "sweep"
    if is_sweep and not exists(environment):
        _refuse_unknown(environment)
    outcome = upkeep[options.command](environment)
    _tell(outcome, options)
    return 1 if is_sweep and outcome.not_deleted else status_of(outcome)


def _refuse_unknown(environment: str) -> None:
    """Refuse to sweep beside an environment that does not exist, unless something is left of it.

    Raises:
        UsageError: nothing is left.
    """
    from ..aside.aside_list import aside_folders_left
    from ..aside.state_folder import journal_path

    root = os.path.realpath(environment)
    if not aside_folders_left(root) and not exists(journal_path(root)):
        raise _no_environment(environment)


def _no_environment(path: str) -> UsageError:
    hint = "`lockstep sync` creates the environment of a project"
    return UsageError(f"there is no environment at {path}", hint)


def tell_holders(options: argparse.Namespace) -> int:
    """Run holders: print the processes that hold files of an environment.

    Returns the exit status: 0 if no file is held, else 1.

    Raises:
        UsageError: `--environment` is no folder, or a path is no file of the environment.
        ProjectNotFound, Unreadable, OSError: as `environment_of`.
    """
    from ..holders.query import all_holders_of

    environment = environment_of(options.project, options.environment)
    if not is_folder(environment):
        raise _no_environment(environment)
    for path in options.paths:
        _refuse_other(os.path.abspath(path), environment)
    found, unseen = all_holders_of(environment, options.paths)
    if options.format == "json":
        write_json(holders_object(environment, found, unseen))
    elif not options.quiet:
        shown = plain_values((environment, found, unseen))
        write(holders_text(*shown, is_long=options.verbose))
    return 1 if found or unseen else 0


def _refuse_other(path: str, environment: str) -> None:
    """Refuse a path that is no file of the environment, such as a link to its base Python.

    Raises:
        UsageError: the path is outside of the environment, leads outside, or does not exist.
    """
    real = os.path.realpath(path)
    if not exists(path):
        message = f"{path} does not exist"
    elif is_below(real, os.path.realpath(environment)):
        return
    elif is_below(path, environment):
        message = f"{path} leads to {real}, which is not in the environment"
    else:
        message = f"{path} is not in {environment}"
    raise UsageError(message, "name files of the environment, or none for all of them")


def _tell(outcome: Outcome, options: argparse.Namespace) -> None:
    if options.format == "json":
        write_json(outcome_object(outcome))
        return
    text = outcome_text(plain_values(outcome), is_long=options.verbose)
    if status_of(outcome):
        complain(text)
    elif not options.quiet:
        write(text)


def status_of(outcome: Outcome) -> int:
    """The exit status of an outcome.

    0: done, or nothing to do; 1: restored or failed; 2: refused; 3: refused because of a held file;
    130: cancelled.
    """
    if outcome.kind == "refused":
        return _HELD if outcome.blocked else _COULD_NOT
    return _STATUSES[outcome.kind]


def intent_of(options: argparse.Namespace) -> Intent:
    """The intent of a parsed sync, add, remove, recreate or repair; it is not validated.

    Raises:
        UsageError, OSError: as `dependencies_of`.
    """
    if options.command == "sync":
        return Intent("lock" if options.lock else "sync")
    if options.command == "repair":
        return Intent("repair")
    if options.command == "recreate":
        return Intent("recreate", python=options.python)
    return dependencies_of(options)


class _Consent:
    """Agrees that uv replaces an environment, because the user ran the command.

    It prints what will be lost, or stores that in `unsaid` if nothing may be printed.
    """

    def __init__(self, on_progress: OnProgress, *, is_said: bool) -> None:
        self.unsaid: tuple[str, ...] = ()
        self._on_progress = on_progress
        self._is_said = is_said

    def __call__(self, message: str) -> bool:
        if self._is_said:
            self._on_progress("")
            complain(f"lockstep: {message}")
        else:
            self.unsaid = (message,)
        return True
