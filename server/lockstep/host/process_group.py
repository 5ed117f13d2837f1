"""A process and all that it started, to be ended together."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import NamedTuple


class ProcessGroup(NamedTuple):
    """`end` ends every process of it, `forget` lets go of a group that has ended.

    `process` is what we wait for, `pid` the program that was asked for, which may be its child.
    """

    process: subprocess.Popen[bytes]
    pid: int
    end: Callable[[], object]
    forget: Callable[[], object]
