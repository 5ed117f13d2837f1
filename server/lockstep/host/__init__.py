"""The only package that calls the platform; here its modules are chosen for this system."""

from __future__ import annotations

import sys

from .machine import machine

if sys.platform == "win32":
    from .windows.file_facts import LOADABLE, born_ns, changed_ns, executable_names
else:
    from .posix.file_facts import LOADABLE, born_ns, changed_ns, executable_names

__all__ = ["LOADABLE", "born_ns", "changed_ns", "executable_names", "machine"]
