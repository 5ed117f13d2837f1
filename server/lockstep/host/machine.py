"""The facts about this machine that environment markers and wheel tags need."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from ..model.marker_environment import Machine


@lru_cache(maxsize=1)
def machine() -> Machine:
    """The marker values of the machine that Lockstep runs on, determined once per process.

    They also hold for the environment, which is on the same machine.
    """
    # platform.machine() and platform.release() may start a process on some systems; os.uname()
    # never does.
    if sys.platform == "win32":
        return _from_platform_module()
    names = os.uname()
    return Machine(
        os_name=os.name,
        sys_platform=sys.platform,
        platform_system=names.sysname,
        platform_machine=names.machine,
        platform_release=names.release,
        platform_version=names.version,
        libc=_libc(),
    )


def _from_platform_module() -> Machine:
    import platform

    return Machine(
        os_name=os.name,
        sys_platform=sys.platform,
        platform_system=platform.system(),
        platform_machine=platform.machine(),
        platform_release=platform.release(),
        platform_version=platform.version(),
    )


def _libc() -> str:
    if sys.platform != "linux":
        return ""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        # musl does not have this name, and reports its version only through its loader.
        return "musl"
