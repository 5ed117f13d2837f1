"""The values of PEP 508's environment markers for one interpreter."""

from __future__ import annotations

from typing import NamedTuple


class Machine(NamedTuple):
    """The values of the PEP 508 markers that depend only on the machine, and its C library."""

    os_name: str
    sys_platform: str
    platform_system: str
    platform_machine: str
    platform_release: str
    platform_version: str
    libc: str = ""
    """Such as `glibc 2.36` or `musl`; empty on systems without either."""


class MarkerEnvironment(NamedTuple):
    """A Python on a machine.

    Attributes:
        machine: the machine.
        full_version: as `platform.python_version()` returns it; empty if unknown.
        implementation: the value of `platform_python_implementation`.
        implementation_version: the version of the implementation; empty if it is `full_version`.
    """

    machine: Machine
    full_version: str
    implementation: str = "CPython"
    implementation_version: str = ""

    @property
    def python_version(self) -> str:
        """Major and minor version, such as `3.12`: the value of the marker of this name."""
        return ".".join(self.full_version.split(".")[:2])

    @property
    def minor(self) -> tuple[int, int]:
        """Major and minor version as numbers; (0, 0) if the version is invalid."""
        parts = self.python_version.split(".")
        if len(parts) == 2 and all(it.isdecimal() and len(it) < 10 for it in parts):
            return int(parts[0]), int(parts[1])
        return 0, 0

    def values(self) -> dict[str, str]:
        """The values of all eleven marker variables of PEP 508."""
        machine = self.machine
        return {
            "os_name": machine.os_name,
            "sys_platform": machine.sys_platform,
            "platform_system": machine.platform_system,
            "platform_machine": machine.platform_machine,
            "platform_release": machine.platform_release,
            "platform_version": machine.platform_version,
            "python_version": self.python_version,
            "python_full_version": self.full_version,
            "implementation_name": self.implementation.lower(),
            "implementation_version": self.implementation_version or self.full_version,
            "platform_python_implementation": self.implementation,
        }
