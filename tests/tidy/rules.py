"""The repository's files, and the check of a rule on them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PACKAGE = "server/lockstep/"


@dataclass(frozen=True)
class File:
    """A text file; its path is relative to the repository, with slashes."""

    path: str
    text: str

    @property
    def suffix(self) -> str:
        return "." + self.name.rpartition(".")[2]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def lines(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.text.splitlines(), start=1)


@dataclass(frozen=True)
class Fault:
    """A place that breaks a rule."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


Rule = Callable[[File], Iterable[Fault]]


@cache
def files(*suffixes: str) -> tuple[File, ...]:
    """The text files that git tracks or would add, optionally only those with a suffix."""
    return tuple(it for it in _all_files() if not suffixes or it.suffix in suffixes)


@cache
def _all_files() -> tuple[File, ...]:
    found = (_read(path) for path in sorted(_paths()))
    return tuple(it for it in found if it)


def _paths() -> set[str]:
    # With untracked files, so that a rule fails before the commit and not after it.
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    answer = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True)
    return set(answer.stdout.decode().split("\0")) - {""}


def _read(path: str) -> File | None:
    """The file as it is on disk; None for a binary file, and for a deleted one."""
    where = HOUSE / path
    content = where.read_bytes() if where.is_file() else b"\0"
    return None if b"\0" in content else File(path, content.decode())


def check_rule(rule: Rule, *suffixes: str) -> None:
    """Fail with every place that breaks the rule."""
    faults = [fault for file in files(*suffixes) for fault in rule(file)]
    assert not faults, "\n" + "\n".join(map(str, faults))


def broken_lines(rule: Rule, text: str, path: str = PACKAGE + "drift/sample.py") -> list[int]:
    """The lines at which a sample file breaks the rule, to show that the rule can fail."""
    return [fault.line for fault in rule(File(path, text))]
