"""The host of this machine; a module of its own, since only a sync has effects."""

from __future__ import annotations

import sys

from .contract import Host


def own_host() -> Host:
    """The host that keeps the contract on this platform."""
    if sys.platform == "win32":
        from .windows.host import WindowsHost

        return WindowsHost()
    else:
        from .posix.host import PosixHost

        return PosixHost()
