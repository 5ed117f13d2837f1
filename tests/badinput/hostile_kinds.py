"""What can be at the path of a file: other kinds of nodes, and texts derived from a valid one."""

from __future__ import annotations

import os
import random
import re
import socket
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path, str], None]
"""Creates a node at a free path; the second argument is the valid text."""

# A terminal title, a screen clear, right-to-left text, C1, a line separator, DEL, an isolate.
EVIL = "\x1b]0;PWNED\x07\x1b[2J\u202e\x9b31m\u2028\x7f\u2066"
HUGE = 300 << 20
DIGITS = "9" * 6000


def _socket(path: Path, _: str) -> None:
    # A socket's path is limited to about a hundred characters, so bind uses a relative name.
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as it:
            it.bind(path.name)
    finally:
        os.chdir(before)


def _link(target: str) -> Make:
    return lambda path, _: path.symlink_to(target)


def _huge(path: Path, _: str) -> None:
    with path.open("wb") as file:
        file.truncate(HUGE)


def _folder(path: Path, _: str) -> None:
    path.mkdir()
    (path / "x").write_text("x")


def _loop(path: Path, _: str) -> None:
    other = path.with_name(path.name + "-loop")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def kinds_for(text: str, *, is_read: bool) -> dict[str, Make]:
    """The kinds for a file with this valid text, without duplicates; texts only if it is read."""
    found: dict[str, Make] = {}
    seen = {text.encode()}
    for name, spoil in TEXTS.items() if is_read else ():
        data = spoil(text.encode())
        if data not in seen:
            found[name] = _holding(data)
        seen.add(data)
    return {**NODES, **found}


def _holding(data: bytes) -> Make:
    def write(path: Path, _: str) -> None:
        path.write_bytes(data)

    return write


def _in_values(text: str) -> str:
    """The text with control characters after every value and every name."""
    return re.sub(r'(\w)(?=["\n,;])', lambda it: it[1] + EVIL, text)


def _escaped(text: str) -> str:
    """As `_in_values`, but as escapes that TOML and JSON decode."""
    written = "".join(f"\\u{ord(it):04x}" for it in EVIL)
    return re.sub(r'([\w=>.])(?=")', lambda it: it[1] + written, text)


NODES: dict[str, Make] = {
    "a pipe": lambda path, _: os.mkfifo(path),
    "a socket": _socket,
    "a folder": _folder,
    "a huge file": _huge,
    "a loop of links": _loop,
    "a link to itself": lambda path, _: path.symlink_to(path.name),
    "a link to nowhere": _link("nowhere/at/all"),
    "a link to zeros": _link("/dev/zero"),
    "a link to the terminal": _link("/dev/tty"),
    "a link to the input": _link("/dev/stdin"),
    "a link to a file of the system": _link("/etc/passwd"),
    "a link to the memory": _link("/proc/self/mem"),
    "a link to a folder of the system": _link("/proc"),
    "nothing": lambda _, __: None,
}
TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "one NUL": lambda _: b"\0",
    "NULs in between": lambda it: b"\0".join(it[at : at + 7] for at in range(0, len(it), 7)),
    "no UTF-8": lambda it: it[:9] + b"\xff\xfe\xc3" + it[9:],
    "a surrogate": lambda it: it.replace(b"idna", b"id\xed\xa0\x80na"),
    "a byte order mark": lambda it: b"\xef\xbb\xbf" + it,
    "UTF-16": lambda it: it.decode().encode("utf-16"),
    "UTF-32": lambda it: it.decode().encode("utf-32"),
    "noise": lambda _: random.Random(7).randbytes(5000),
    "the first half": lambda it: it[: len(it) // 2],
    "all but a byte": lambda it: it[:-2],
    "twice": lambda it: it + it,
    "a thousand times": lambda it: it * 1000,
    "one long line": lambda it: it.replace(b"\n", b" ") * 5000,
    "CR alone": lambda it: it.replace(b"\n", b"\r"),
    "control characters": lambda it: _in_values(it.decode()).encode(),
    "control characters as escapes": lambda it: _escaped(it.decode()).encode(),
    "long numbers": lambda it: re.sub(rb"\d+", DIGITS.encode(), it, count=40),
    "absolute paths": lambda it: re.sub(rb'"[^"\n]*"', b'"/etc/passwd"', it),
    "paths upward": lambda it: re.sub(rb'"[^"\n]*"', b'"../../../../../../etc"', it),
    "brackets": lambda it: it + b"[" * 100_000,
    "braces": lambda it: it + b'{"a":' * 50_000,
}
