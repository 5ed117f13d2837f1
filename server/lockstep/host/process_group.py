"""The value for a process with all its descendants, which are ended together."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import NamedTuple


class ProcessGroup(NamedTuple):
    """A started program with all its descendants.

    Attributes:
        process: the process to wait for and to read from.
        pid: the id of the requested program, which may be a child of `process`.
        end: ends every process of the group, but does not wait until they are gone.
        forget: closes the handles of a group that has ended.
    """

    process: subprocess.Popen[bytes]
    pid: int
    end: Callable[[], object]
    forget: Callable[[], object]
