"""Machines and interpreters, for which markers and tags are evaluated."""

from __future__ import annotations

from lockstep.model.marker_environment import Machine, MarkerEnvironment

LINUX = Machine("posix", "linux", "Linux", "x86_64", "6.1.0", "#1 SMP", "glibc 2.36")
MUSL = LINUX._replace(libc="musl")
WINDOWS = Machine("nt", "win32", "Windows", "AMD64", "11", "10.0.22631")
MAC = Machine("posix", "darwin", "Darwin", "arm64", "23.0.0", "Darwin Kernel")


def interpreter(
    version: str = "3.12.1", machine: Machine = LINUX, implementation: str = "CPython"
) -> MarkerEnvironment:
    """The marker environment of a Python on a machine."""
    return MarkerEnvironment(machine, version, implementation)
