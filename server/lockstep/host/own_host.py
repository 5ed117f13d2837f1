"""Chooses the host for this system; separate, so that a check does not import it."""

from __future__ import annotations

import sys

from .contract import Host


def own_host() -> Host:
    """A new instance of the implementation of `contract.Host` for this platform."""
    if sys.platform == "win32":
        from .windows.host import WindowsHost

        return WindowsHost()
    else:
        from .posix.host import PosixHost

        return PosixHost()
