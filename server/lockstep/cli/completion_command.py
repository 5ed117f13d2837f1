"""`lockstep generate-shell-completion`: prints a script that completes command lines."""

from __future__ import annotations

import argparse
import sys

from ..errors import LockstepError
from .arguments import make_parser
from .output import quoted, write

_FOLDERS = ("--project", "--environment")
_FILES = ("--requirements", "--constraints", "PATH")


def print_completion(options: argparse.Namespace) -> int:
    """Print the script for `options.shell`; returns the exit status, which is 0.

    Raises:
        LockstepError: shtab is not installed, as in the server inside the VS Code extension.
        OSError: the script could not be written.
    """
    try:
        import shtab
    except ImportError:
        how = f"`uv pip install --python {quoted(sys.executable)} shtab` installs it"
        what = "the package shtab, which writes the script, is not installed"
        raise LockstepError(what, how) from None
    parser = make_parser()
    for action in parser.all_actions():
        name = action.option_strings[0] if action.option_strings else action.metavar
        if name in (*_FOLDERS, *_FILES):
            # The attribute that shtab reads.
            complete = shtab.DIRECTORY if name in _FOLDERS else shtab.FILE
            vars(action)["complete"] = complete
    write(shtab.complete(parser, shell=options.shell).rstrip("\n"))
    return 0
