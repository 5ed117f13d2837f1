"""Shows progress on a terminal: in one line that disappears, or in a line for each message."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..model.text import plain
from .help_formatter import columns
from .output import complain

OnProgress = Callable[[str], None]

_TO_START, _CLEAR = "\r", "\x1b[K"


@contextmanager
def progress(options: argparse.Namespace) -> Iterator[OnProgress]:
    """Yield a function that shows the progress messages of one command on standard error.

    Each message replaces the previous one in the same line. An empty message removes the line,
    before something else is printed, and so does the end of the `with` block.

    With `--verbose`, or if TERM is `dumb`, each message is printed in a line of its own, which
    stays. Nothing is shown with `--quiet`, for JSON, and if standard error is no terminal.

    Args:
        options: the options of the command.
    """
    if options.quiet or options.format == "json" or not sys.stderr.isatty():
        yield _pass_over
    elif options.verbose or os.environ.get("TERM") == "dumb":
        yield lambda words: complain(f"  {words}")
    else:
        try:
            yield _show
        finally:
            _show("")


def _show(words: str) -> None:
    if not words:
        _write(_TO_START + _CLEAR)
        return
    # One column is left free: some terminals wrap a line that fills all of them.
    _write(f"{_TO_START}  {plain(words)[: columns() - 3]}{_CLEAR}")


def _write(text: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


def _pass_over(_: str) -> None:
    """The progress function that shows nothing."""
