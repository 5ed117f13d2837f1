"""Log lines in which text from files is escaped."""

from __future__ import annotations

import logging

from ..model.text import plain, plain_line


class PlainFormatter(logging.Formatter):
    """Escapes control characters, and newlines in a message, so that a record is one line.

    Only a traceback adds lines.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - of the library
        """The message in one line, with newlines and control characters escaped."""
        return plain_line(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """The whole record, with control characters escaped in the traceback too."""
        return plain(super().format(record))


def logger(name: str) -> logging.Logger:
    """The logger of a module; without other handlers its lines go to standard error, escaped.

    A module that logs only errors calls this when an error occurs, since the import of logging is
    slow.
    """
    log_plain_lines()
    return logging.getLogger(name)


def log_plain_lines() -> None:
    """Escape the lines that logging writes to standard error if there are no other handlers."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(PlainFormatter())
