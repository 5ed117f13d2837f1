"""The checks of `npm test`: a name, and a function that returns a verdict."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tools import Tools


class Verdict(Enum):
    """The result of a check, and the exit status of a process that runs only this check."""

    OK = "ok", 0
    FAILED = "failed", 1
    SKIPPED = "skipped", 77

    def __init__(self, word: str, status: int) -> None:
        self.word = word
        self.status = status

    @classmethod
    def of(cls, status: int) -> Verdict:
        """The verdict for the exit status of such a process; any other status is a failure."""
        return next((it for it in cls if it.status == status), cls.FAILED)


@dataclass(frozen=True)
class Session:
    """The options of one run of `npm test`; `arguments` are passed on to pytest or Node."""

    tools: Tools
    is_fast: bool = False
    is_all: bool = False
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One row of the table at the end."""

    name: str
    run: Callable[[Session], Verdict]


def judge(status: int) -> Verdict:
    return Verdict.FAILED if status else Verdict.OK


def untested(reason: str) -> Verdict:
    """Report why a check cannot run on this machine: a failure in CI, otherwise skipped."""
    print(f"{reason}, so NOTHING WAS TESTED here", flush=True)
    # In CI a missing program must not silently disable a check.
    return Verdict.FAILED if os.environ.get("CI") == "true" else Verdict.SKIPPED
