"""The program `lockstep`: parse the arguments, run one command, return its exit status.

The modules of a command are imported only for it, since imports take longer than most commands.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from ..errors import Bug, Cancelled, LockstepError, advice_on, said_by_system
from .arguments import COMPLETION, make_parser, parse
from .output import complain_of
from .selection_options import set_variables

_REPORT = "please report it, with what LOCKSTEP_TRACEBACK=1 shows"

_COULD_NOT, _CANCELLED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; every error is printed as a message.

    Args:
        arguments: the arguments of the program; None for those of this process.

    Returns the exit status: that of the command; 130 after Ctrl-C; 2 after another error, after a
    closed output pipe, and for the help that is printed without arguments.

    Raises:
        SystemExit: help or the version was printed.
        Exception: a bug or an OSError, only with LOCKSTEP_TRACEBACK.
    """
    # One command makes few cycles, and ends soon.
    gc.disable()
    _open_closed_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if not words:
            make_parser().print_help()
            return _COULD_NOT
        options = parse(words)
        set_variables(options, os.environ)
        return _run(options)
    except BrokenPipeError:
        # The reader went away (`lockstep check | head`); that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _COULD_NOT
    except (Exception, KeyboardInterrupt) as mistake:
        error = _as_error(mistake)
        # A traceback is no message for a user.
        if error is not mistake and os.environ.get("LOCKSTEP_TRACEBACK"):
            raise
        _complain(error, is_json=_is_json(words))
        return _CANCELLED if isinstance(error, Cancelled) else _COULD_NOT


def _as_error(mistake: BaseException) -> LockstepError:
    """The error with a message for an exception of any kind."""
    if isinstance(mistake, LockstepError):
        return mistake
    if isinstance(mistake, KeyboardInterrupt):
        return Cancelled("cancelled")
    if isinstance(mistake, OSError):
        # A full disk behind the output, for one: no bug of ours.
        return LockstepError(said_by_system(mistake, "output"), advice_on(mistake))
    return Bug(f"a bug in Lockstep: {type(mistake).__name__}: {mistake}", _REPORT)


def _complain(mistake: LockstepError, *, is_json: bool) -> None:
    """Print an error; if that fails, as on a full disk, it is printed as text on standard error."""
    try:
        complain_of(mistake, is_json=is_json)
    except OSError:
        complain_of(mistake)


def _open_closed_streams() -> None:
    """Open the null device in the place of output streams that the shell has closed (`>&-`)."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end


def _run(options: argparse.Namespace) -> int:
    """Run a parsed command, importing only its modules; returns its exit status."""
    if options.command == "check":
        from .check_command import print_check

        return print_check(options)
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
        from .check_command import print_preview

        return print_preview(options)
    return change(options)


def _is_json(words: Sequence[str]) -> bool:
    """Whether a command line requests JSON, also if the rest of it is invalid."""
    values = (words[at + 1] for at, it in enumerate(words[:-1]) if it == "--format")
    return "--format=json" in words or "json" in values
