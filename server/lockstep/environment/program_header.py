"""Decides from its permissions and first bytes whether an interpreter can be run on this machine.

It is never run. uv refuses an environment with an interpreter that cannot run. For one that
is a script the answer is unknown; there only uv finds out.
"""

from __future__ import annotations

import os
import struct

from .. import host
from ..host.retry import reading
from ..host.shared_open import open_shared
from ..model.python_request import plain_machine

_HEADER = 20
_ELF = b"\x7fELF"
_WINDOWS = b"MZ"
_MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
# The values of e_machine in an ELF header (elf(5)) for the machines that Python is built for.
_ELF_MACHINES = {62: "x86_64", 183: "aarch64", 243: "riscv64", 21: "ppc64", 22: "s390x"}


def why_not_run(interpreter: str) -> str:
    """The reason why a program cannot be run; empty if there is none, or it is unknown.

    Args:
        interpreter: the path of the program; links are followed.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    # Twice: os.access() returns False for every error, and one that passes must not make the
    # environment look incomplete, for then it is replaced.
    if not (os.access(interpreter, os.X_OK) or os.access(interpreter, os.X_OK)):
        return "it is not executable"
    try:
        header = reading(lambda: _header(interpreter))
    except (PermissionError, FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return "it cannot be read"
    machine = host.machine()
    return _other_system(header, machine.sys_platform) or _other_machine(
        header, machine.platform_machine
    )


def _header(interpreter: str) -> bytes:
    with open(interpreter, "rb", opener=open_shared, buffering=0) as file:
        return file.read(_HEADER)


def _other_system(header: bytes, platform: str) -> str:
    if platform != "linux" and header.startswith(_ELF):
        return "it is a program for Linux"
    if platform != "win32" and header.startswith(_WINDOWS):
        return "it is a program for Windows"
    if platform != "darwin" and header.startswith(_MACH_O):
        return "it is a program for macOS"
    return ""


def _other_machine(header: bytes, own: str) -> str:
    if not header.startswith(_ELF) or len(header) < _HEADER:
        return ""
    order = "<" if header[5] == 1 else ">"
    built_for = _ELF_MACHINES.get(struct.unpack_from(f"{order}H", header, 18)[0], "")
    if not built_for or own not in _ELF_MACHINES.values() or built_for == plain_machine(own):
        return ""
    return f"it is built for {built_for}, and this machine is {own}"
