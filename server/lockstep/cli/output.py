"""Printing to a terminal or a pipe of any encoding, with control characters escaped."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO, TypeVar

from ..errors import LockstepError
from ..model.text import NOT_C0, plain

_NOT_IN_JSON = re.compile(f"[\x7f{NOT_C0}]")

T = TypeVar("T")


def write(text: str) -> None:
    r"""Print a text and a newline; characters outside the encoding of stdout become `\x…`.

    Control characters are not escaped: `plain_values` does that with text from files.

    Raises:
        OSError: it could not be written, such as BrokenPipeError for a closed pipe.
    """
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def write_json(found: Mapping[str, Any]) -> None:
    """Print an object as indented JSON; control characters that JSON allows are escaped too.

    Raises:
        OSError: as `write`.
    """
    # Imported late: only `--format json` needs it.
    import json

    is_unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(found, indent=2, ensure_ascii=not is_unicode)
    write(_NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def is_colored(stream: TextIO, variables: Mapping[str, str]) -> bool:
    """Whether a text for a stream gets colors, by the conventions of no-color.org and Python.

    NO_COLOR turns colors off, else FORCE_COLOR turns them on; else a terminal has colors, unless
    TERM is `dumb`.
    """
    if variables.get("NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR"):
        return True
    return stream.isatty() and variables.get("TERM") != "dumb"


def complain(text: str) -> None:
    """Print a text and a newline on standard error, with control characters escaped.

    Raises:
        OSError: it could not be written.
    """
    print(plain(text), file=sys.stderr, flush=True)


def complain_of(mistake: LockstepError, *, is_json: bool = False) -> None:
    """Print an error with its hint on standard error.

    Args:
        mistake: the error.
        is_json: print it as a JSON object on standard output instead.

    Raises:
        OSError: it could not be written.
    """
    if is_json:
        from ..model.as_json import failure_object

        write_json(failure_object(mistake))
        return
    hint = f"\n  {mistake.hint}" if mistake.hint else ""
    complain(f"lockstep: {mistake.message}{hint}")


def named_project(options: argparse.Namespace) -> tuple[str, ...]:
    """The option with which the next command is about the same project; empty without one."""
    return ("--project", quoted(options.project)) if options.project != "." else ()


def quoted(text: str) -> str:
    """A text as a POSIX shell takes it, with `plain` applied."""
    # Imported late: most commands need no such text.
    from shlex import quote

    return quote(plain(text))


def plain_values(value: T) -> T:
    """A value with `plain` applied to every text in it, in tuples and mappings at any depth.

    Other values, such as lists, are returned unchanged.
    """
    return _plain(value)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        parts = [_plain(it) for it in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, Mapping):
        return {_plain(key): _plain(it) for key, it in value.items()}
    return value
