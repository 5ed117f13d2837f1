"""A process and all that it started, to be ended together."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import NamedTuple


class Group(NamedTuple):
    """`end` ends every process of it, `forget` lets go of a group that has ended."""

    process: subprocess.Popen[bytes]
    end: Callable[[], object]
    forget: Callable[[], object]
