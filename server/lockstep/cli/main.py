"""The program `lockstep`: parse the arguments, run one command, return its exit status.

The modules of a command are imported only for it, since imports take longer than most commands.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..errors import Bug, Cancelled, LockstepError, said_by_system
from .arguments import COMPLETION, make_parser, parse
from .output import complain, is_colored, plain_values, write, write_json
from .selection_options import is_frozen, selection_of, set_variables

if TYPE_CHECKING:
    from ..model.holder import CodeHolders
    from ..model.report import Report
    from ..project.lock_freshness import FreshnessJudge

_REPORT = "please report it, with what LOCKSTEP_TRACEBACK=1 shows"

IN_STEP, DRIFT, COULD_NOT, CANCELLED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status; a `LockstepError` becomes one clear message."""
    # One command makes few cycles, and ends soon.
    gc.disable()
    _open_closed_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    complain_of = partial(_complain, is_json=_is_json(words))
    try:
        if not words:
            make_parser().print_help()
            return COULD_NOT
        options = parse(words)
        set_variables(options, os.environ)
        return _check(options) if options.command == "check" else _change(options)
    except LockstepError as mistake:
        complain_of(mistake)
        return CANCELLED if isinstance(mistake, Cancelled) else COULD_NOT
    except KeyboardInterrupt:
        complain_of(Cancelled("cancelled"))
        return CANCELLED
    except BrokenPipeError:
        # The reader went away (`lockstep check | head`); that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT
    except Exception as mistake:
        # A traceback is no message for a user.
        if os.environ.get("LOCKSTEP_TRACEBACK"):
            raise
        if isinstance(mistake, OSError):
            # A full disk behind the output, for one: no bug of ours.
            complain_of(LockstepError(said_by_system(mistake, "output")))
            return COULD_NOT
        complain_of(Bug(f"a bug in Lockstep: {type(mistake).__name__}: {mistake}", _REPORT))
        return COULD_NOT


def _open_closed_streams() -> None:
    """Give output that the shell has closed (`>&-`) a place to go."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


def _check(options: argparse.Namespace) -> int:
    if getattr(options, "environment", ""):
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
        return COULD_NOT
    return IN_STEP if checked.report.in_step else DRIFT


def _check_environment(options: argparse.Namespace) -> int:
    """Check an environment without a project."""
    from ..environment.missing_files import EVERY
    from ..project.environment_check import check_environment

    path = os.path.abspath(options.environment)
    report = check_environment(path, EVERY if options.files else ())
    _tell(options, report, None, ("--environment", _quoted(path)))
    return IN_STEP if report.in_step else DRIFT


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
        _complain(obstacle)


def _for_next(options: argparse.Namespace) -> tuple[str, ...]:
    """The options of a check that its next command needs, besides the selection."""
    python = ("--python", _quoted(options.python)) if options.python else ()
    return (*python, *(("--frozen",) if options.frozen else ()))


def _quoted(text: str) -> str:
    """A text as a shell takes it."""
    # Imported only here: most checks need no such text.
    from shlex import quote

    return quote(plain_values(text))


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
    """Ask uv whether the lockfile fits, if our own comparison cannot tell; whether it answered.

    Without `--ask` nothing of the project is run for it.
    """
    asks = bool(getattr(options, "ask", False))
    question = freshness.any_question if asks else freshness.question
    if question is None:
        return False
    # Most lockfiles are judged without uv.
    from ..operations.lock_answer import ask_uv

    answer = ask_uv(question, os.environ, fully=asks)
    if answer is not None:
        freshness.set_answer(question, answer)
    return answer is not None


def _change(options: argparse.Namespace) -> int:
    if options.command == "verify":
        from .verify_command import tell_verified

        return tell_verified(options)
    if options.command == "why":
        from .why_command import tell_why

        return tell_why(options)
    if options.command == "doctor":
        from .doctor_command import tell_diagnosis

        return tell_diagnosis(options)
    if options.command == "purge":
        from .purge_command import run_purge

        return run_purge(options)
    if options.command == COMPLETION:
        from .completion_command import print_completion

        return print_completion(options)
    from .change import change, keep_up, tell_holders

    if options.command == "holders":
        return tell_holders(options)
    if options.command in ("sweep", "delete", "free"):
        return keep_up(options)
    if getattr(options, "dry_run", False):
        status = _check(argparse.Namespace(**{**vars(options), "files": True}))
        return COULD_NOT if status == COULD_NOT else 0
    return change(options)


def _is_json(words: Sequence[str]) -> bool:
    """Whether a command line wants JSON, also where it is wrong otherwise."""
    values = (words[at + 1] for at, it in enumerate(words[:-1]) if it == "--format")
    return "--format=json" in words or "json" in values


def _complain(mistake: LockstepError, *, is_json: bool = False) -> None:
    if is_json:
        from ..model.as_json import failure_object

        write_json(failure_object(mistake))
        return
    hint = f"\n  {mistake.hint}" if mistake.hint else ""
    complain(f"lockstep: {mistake.message}{hint}")
