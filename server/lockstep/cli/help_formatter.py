"""How help is laid out: as argparse does it, to the width of the terminal."""

from __future__ import annotations

import argparse
import os
import sys

_COLUMNS = 80


class HelpFormatter(argparse.HelpFormatter):
    """The formatter of argparse, without its import of shutil for the width of the terminal.

    argparse creates a formatter for each argument, and shutil imports all compression modules. Text
    of several lines keeps its lines.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """The text with its lines kept if there are several, unlike in argparse; else filled."""
        return text if "\n" in text else super()._fill_text(text, width, indent)


def columns() -> int:
    """The width of the terminal, as `shutil.get_terminal_size` returns it.

    That is COLUMNS if it is a positive number, else the width of the terminal of standard output,
    else 80.
    """
    try:
        told = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        told = 0
    if told > 0:
        return told
    try:
        found = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (ValueError, OSError):
        found = 0
    return found or _COLUMNS
