"""Lines of the log in which text from files stays text."""

from __future__ import annotations

import logging

from ..model.text import plain, plain_line


class PlainFormatter(logging.Formatter):
    """Escapes control characters, and newlines in a message: each record begins one line.

    A traceback keeps its lines.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - of the library
        """The message in one line."""
        return plain_line(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """The whole record; a traceback names files and values too."""
        return plain(super().format(record))


def logger(name: str) -> logging.Logger:
    """The logger of a module, whose lines go to standard error as text where no other place is set.

    A module that logs only where something went wrong asks for it there: to import logging takes
    long.
    """
    log_plain_lines()
    return logging.getLogger(name)


def log_plain_lines() -> None:
    """Let what is logged go to standard error in this form, as nothing else is set up."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(PlainFormatter())
