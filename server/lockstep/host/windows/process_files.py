"""Lists what a process has loaded on Windows: its program, libraries and extension modules.

psutil's memory_maps() is not used: a long path in the other process crashes it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from ctypes import wintypes

from ..file_use import FileUse, Identity

assert sys.platform == "win32"

# PROCESS_QUERY_INFORMATION and PROCESS_VM_READ.
_QUERY_AND_READ = 0x0400 | 0x0010
# LIST_MODULES_ALL: of 32-bit processes too.
_OF_ANY_WIDTH = 3
_LONGEST = 32768
_MANY = 4096

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.OpenProcess.restype = wintypes.HANDLE
_kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
_kernel.K32EnumProcessModulesEx.argtypes = (
    *(wintypes.HANDLE, ctypes.POINTER(wintypes.HMODULE), wintypes.DWORD),
    *(ctypes.POINTER(wintypes.DWORD), wintypes.DWORD),
)
_NAMING = (wintypes.HANDLE, wintypes.HMODULE, wintypes.LPWSTR, wintypes.DWORD)
_kernel.K32GetModuleFileNameExW.argtypes = _NAMING
_kernel.K32GetMappedFileNameW.argtypes = _NAMING


def loaded_by(pid: int) -> Iterator[FileUse]:
    """The image of a process, and the libraries that it has loaded, at most 4096 in all.

    Files that cannot be examined are left out.

    Raises:
        OSError: the process has ended, or this user may not read it.
    """
    process = _kernel.OpenProcess(_QUERY_AND_READ, 0, pid)
    if not process:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        # The first module is the program itself.
        for number, module in enumerate(_modules(process)):
            name = _name(_kernel.K32GetModuleFileNameExW, process, module)
            mapped = _name(_kernel.K32GetMappedFileNameW, process, module)
            identity = _identity(_openable(mapped)) or _identity(name)
            if identity is not None:
                yield FileUse("mapped" if number else "image", name, identity)
    finally:
        _kernel.CloseHandle(process)


def _modules(process: int) -> list[int]:
    found, needed = (wintypes.HMODULE * _MANY)(), wintypes.DWORD()
    size = ctypes.sizeof(found)
    if not _kernel.K32EnumProcessModulesEx(
        process, found, size, ctypes.byref(needed), _OF_ANY_WIDTH
    ):
        raise ctypes.WinError(ctypes.get_last_error())
    count = min(size, needed.value) // ctypes.sizeof(wintypes.HMODULE)
    return [it for it in found[:count] if it]


def _name(ask: ctypes._NamedFuncPointer, process: int, module: int) -> str:
    text = ctypes.create_unicode_buffer(_LONGEST)
    return text.value if ask(process, module, text, _LONGEST) else ""


def _openable(mapped: str) -> str:
    r"""A path that opens a mapped file by the name of its mapping.

    Unlike the name of the module, that name is correct after the file was renamed. It is
    `\Device\HarddiskVolume3\...` on Windows, `\??\C:\...` on Wine.
    """
    if mapped.startswith("\\??\\"):
        return mapped[4:]
    return f"\\\\?\\GLOBALROOT{mapped}" if mapped else ""


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
