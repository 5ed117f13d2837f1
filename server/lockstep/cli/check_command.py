"""`lockstep check` and `lockstep sync --dry-run`: print a report, return the exit status."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from ..errors import LockstepError
from .output import complain_of, is_colored, named_project, plain_values, quoted, write, write_json
from .selection_options import is_frozen, selection_of

if TYPE_CHECKING:
    from ..model.holder import CodeHolders
    from ..model.report import Report
    from ..project.lock_freshness import FreshnessJudge

_IN_STEP, _DRIFT, _COULD_NOT = 0, 1, 2


def print_check(options: argparse.Namespace) -> int:
    """Check a project, or an environment without one, and print the report.

    Returns the exit status: 0 for in step, 1 for drift, 2 if the expected packages could not be
    computed.

    Raises:
        UsageError: the options are invalid.
        ProjectNotFound, Unreadable, OSError: as `Checker.check`.
        Refused: as `check_environment`.
    """
    if options.environment:
        return _check_environment(options)
    from ..project.checker import EVERY, Checker, CheckRequest

    request = CheckRequest(
        options.project,
        selection_of(options),
        EVERY if options.files else (),
        find_code_holders=_code_holders,
        ask=partial(_is_answered, options),
        frozen=is_frozen(options, os.environ),
    )
    checked = Checker(os.environ).check(request)
    _tell(options, checked.report, checked.obstacle, _for_next(options))
    if checked.obstacle is not None:
        return _COULD_NOT
    return _IN_STEP if checked.report.in_step else _DRIFT


def print_preview(options: argparse.Namespace) -> int:
    """Print what a sync would do, by uv's plan; returns the exit status, which is 0.

    Raises:
        UsageError: the options are invalid.
        ProjectNotFound, Unreadable, OSError: as `find_project`.
        Refused: the sync would be refused.
        Cancelled: Ctrl-C has ended uv.
    """
    from ..model.intent import Intent
    from ..operations.foreground import preview_now
    from .progress import progress

    intent = Intent("lock" if options.lock else "sync")
    frozen = is_frozen(options, os.environ)
    with progress(options) as on_progress:
        report = preview_now(
            options.project, intent, selection_of(options), on_progress, frozen=frozen
        )
    _tell(options, report, None, _for_next(options))
    return 0


def _check_environment(options: argparse.Namespace) -> int:
    """Check an environment without a project, and print the report; returns the exit status."""
    from ..environment.missing_files import EVERY
    from ..project.environment_check import check_environment

    path = os.path.abspath(options.environment)
    report = check_environment(path, EVERY if options.files else ())
    _tell(options, report, None, ("--environment", quoted(path)))
    return _IN_STEP if report.in_step else _DRIFT


def _tell(
    options: argparse.Namespace,
    report: Report,
    obstacle: LockstepError | None,
    more: tuple[str, ...],
) -> None:
    """Print a report; `more` are options for the next command."""
    if options.format == "json":
        from ..model.as_json import error_object, report_object

        error = error_object(obstacle) if obstacle else None
        write_json({**report_object(report), "error": error})
        return
    from .text import report_text

    if not options.quiet:
        colored = is_colored(sys.stdout, os.environ)
        write(report_text(plain_values(report), more, colored=colored))
    if obstacle is not None:
        complain_of(obstacle)


def _for_next(options: argparse.Namespace) -> tuple[str, ...]:
    """The options of a check that the next command of its report repeats, without the selection."""
    python = ("--python", quoted(options.python)) if options.python else ()
    return (*named_project(options), *python, *(("--frozen",) if options.frozen else ()))


def _code_holders(environment: str) -> CodeHolders:
    """The processes that run old code of an environment; none if no sync has left anything."""
    from ..operations.residue import may_be_left
    from ..project.checker import no_code_holders

    if not may_be_left(environment):
        return no_code_holders(environment)
    # Imported only here: most checks do not need psutil.
    from ..holders.stale import code_holders_of

    return code_holders_of(environment)


def _is_answered(options: argparse.Namespace, freshness: FreshnessJudge) -> bool:
    """Ask uv whether the lockfile fits, if the comparison is unsure; returns whether uv answered.

    With `--ask` uv is asked in any case, and may run builds. Else no code of the project is run.
    """
    question = freshness.any_question if options.ask else freshness.question
    if question is None:
        return False
    # Most lockfiles are judged without uv.
    from ..operations.lock_answer import ask_uv

    answer = ask_uv(question, os.environ, fully=options.ask)
    if answer is not None:
        freshness.set_answer(question, answer)
    return answer is not None
