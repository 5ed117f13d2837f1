"""Printing to a terminal or a pipe of any encoding."""

from __future__ import annotations

import sys


def write(text: str) -> None:
    """Print a text; characters that the terminal cannot show are replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()
