"""What came of holding every installed file against its RECORD."""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["missing", "changed"]


class Bad(NamedTuple):
    """A file that is not as it was installed; `path` is absolute."""

    package: str
    path: str
    how: How


class Verified(NamedTuple):
    """How many packages and files were looked at, and which files are bad, by package and path.

    `passed_over` counts files outside of the environment, and hashes that nobody here can make.
    """

    packages: int
    files: int
    bad: tuple[Bad, ...] = ()
    passed_over: int = 0
