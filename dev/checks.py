"""What a check of `npm test` is: a name, and a run that ends in a verdict."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tools import Tools


class Verdict(Enum):
    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


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
