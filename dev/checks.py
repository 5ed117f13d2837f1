"""What a check of `npm test` is: a name, and a run that ends in a verdict."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tools import Tools


class Verdict(Enum):
    """How a check ended, and the exit status of a process that ran it alone."""

    OK = "ok", 0
    FAILED = "failed", 1
    SKIPPED = "skipped", 77

    def __init__(self, word: str, status: int) -> None:
        self.word = word
        self.status = status

    @classmethod
    def of(cls, status: int) -> Verdict:
        """What such a process says; a process that was killed has failed."""
        return next((it for it in cls if it.status == status), cls.FAILED)


@dataclass(frozen=True)
class Session:
    """One run of `npm test`: with which tools, and how thoroughly."""

    tools: Tools
    is_fast: bool = False
    is_all: bool = False
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One row of the closing table."""

    name: str
    run: Callable[[Session], Verdict]


def judge(status: int) -> Verdict:
    return Verdict.FAILED if status else Verdict.OK


def untested(reason: str) -> Verdict:
    """Say loudly what this machine lacks."""
    print(f"{reason}, so NOTHING WAS TESTED here", flush=True)
    # A workflow that lost what it had must not stay green.
    return Verdict.FAILED if os.environ.get("CI") == "true" else Verdict.SKIPPED
