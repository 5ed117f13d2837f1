"""Log lines in which text from files is escaped."""

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
    """The logger of a module; without other handlers its lines go to standard error, escaped.

    A module that logs only errors asks for it at the error, since the import of logging is slow.
    """
    log_plain_lines()
    return logging.getLogger(name)


def log_plain_lines() -> None:
    """Format lines for standard error in this form; for a process without other handlers."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(PlainFormatter())
