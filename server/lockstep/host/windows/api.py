"""Functions of kernel32 that Python does not wrap; they raise OSErrors.

Every error has its `winerror`: texts are translated, and errno distinguishes fewer cases.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import TypeVar

from ..long_paths import extended

assert sys.platform == "win32"

GENERIC_READ, GENERIC_WRITE, DELETE = 0x80000000, 0x40000000, 0x00010000
# FILE_SHARE_READ, FILE_SHARE_WRITE and FILE_SHARE_DELETE.
SHARE_ALL = 0x7
OPEN_EXISTING, OPEN_ALWAYS = 3, 4
# FILE_FLAG_OPEN_REPARSE_POINT; FILE_FLAG_BACKUP_SEMANTICS, without which no folder can be opened.
OPEN_LINK, OPEN_FOLDER = 0x00200000, 0x02000000

_INVALID = ctypes.c_void_p(-1).value
# LOCKFILE_FAIL_IMMEDIATELY and LOCKFILE_EXCLUSIVE_LOCK.
_EXCLUSIVE_AT_ONCE = 0x1 | 0x2
_ALL_BYTES = 0xFFFFFFFF
_LOCKED = (33, 997)
"""ERROR_LOCK_VIOLATION and ERROR_IO_PENDING: another handle holds the lock."""

Value = wintypes.DWORD | ctypes.c_byte | ctypes.Structure
Structure = TypeVar("Structure", bound=ctypes.Structure)

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.CreateFileW.restype = wintypes.HANDLE
_kernel.CreateFileW.argtypes = (
    *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
    *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
)
_kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
_kernel.MoveFileExW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD)
_kernel.CreateHardLinkW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPVOID)
_INFORMATION = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
_kernel.SetFileInformationByHandle.argtypes = _INFORMATION
_kernel.GetFileInformationByHandleEx.argtypes = _INFORMATION


class _Overlapped(ctypes.Structure):
    """OVERLAPPED; all zeros, since the lock begins at offset 0."""

    _fields_ = (
        ("internal", ctypes.c_void_p),
        ("internal_high", ctypes.c_void_p),
        ("offset", wintypes.DWORD),
        ("offset_high", wintypes.DWORD),
        ("event", wintypes.HANDLE),
    )


_kernel.LockFileEx.argtypes = (
    *(wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD),
    ctypes.POINTER(_Overlapped),
)


def open_handle(path: str, access: int, how: int = OPEN_EXISTING, *, follows: bool = False) -> int:
    """Open a file, folder or link by CreateFileW, sharing reading, writing and deletion.

    Args:
        path: what to open.
        access: the requested rights, such as `GENERIC_READ`.
        how: `OPEN_EXISTING`, or `OPEN_ALWAYS` to create a missing file, which follows links.
        follows: open the target of a link, not the link itself; folders are refused then.

    Returns the handle, to be closed by `close_handle`.

    Raises:
        OSError: the system refuses; with its winerror.
    """
    flags = OPEN_LINK | OPEN_FOLDER if how == OPEN_EXISTING and not follows else 0
    handle = _kernel.CreateFileW(extended(path), access, SHARE_ALL, None, how, flags, None)
    if handle == _INVALID or handle is None:
        raise _error(path)
    return int(handle)


def close_handle(handle: int) -> None:
    """Close a handle of `open_handle`; errors are ignored."""
    _kernel.CloseHandle(handle)


def move(source: str, target: str) -> None:
    """Rename on one volume by MoveFileExW; never replaces a target, never copies.

    Raises:
        OSError: the system refuses; with its winerror.
    """
    if not _kernel.MoveFileExW(extended(source), extended(target), 0):
        raise _error(source)


def hard_link(source: str, target: str) -> None:
    """Make a hard link to a file by CreateHardLinkW.

    Raises:
        OSError: the system refuses; with its winerror.
    """
    if not _kernel.CreateHardLinkW(extended(target), extended(source), None):
        raise _error(source)


def set_information(handle: int, kind: int, value: Value, path: str) -> None:
    """Set information of an open file by SetFileInformationByHandle.

    Args:
        handle: the file.
        kind: a FILE_INFO_BY_HANDLE_CLASS.
        value: the structure for that class.
        path: the path for the error.

    Raises:
        OSError: with its winerror; 1, 50 or 87 if the volume does not support the class.
    """
    size = ctypes.sizeof(value)
    if not _kernel.SetFileInformationByHandle(handle, kind, ctypes.byref(value), size):
        raise _error(path)


def get_information(handle: int, kind: int, value: Structure, path: str) -> Structure:
    """Read information of an open file into `value`, and return `value`.

    Args:
        handle: the file.
        kind: a FILE_INFO_BY_HANDLE_CLASS.
        value: an empty structure for that class.
        path: the path for the error.

    Raises:
        OSError: the system refuses; with its winerror.
    """
    size = ctypes.sizeof(value)
    if not _kernel.GetFileInformationByHandleEx(handle, kind, ctypes.byref(value), size):
        raise _error(path)
    return value


def lock_all(handle: int, path: str) -> bool:
    """Lock all bytes of a file exclusively by LockFileEx, without waiting.

    Args:
        handle: a handle of `open_handle` with read and write access.
        path: the path for the error.

    Returns False if another handle holds a lock.

    Raises:
        OSError: the file cannot be locked at all, as on a share without locks.
    """
    overlapped = _Overlapped()
    done = _kernel.LockFileEx(
        handle, _EXCLUSIVE_AT_ONCE, 0, _ALL_BYTES, _ALL_BYTES, ctypes.byref(overlapped)
    )
    if not done and ctypes.get_last_error() not in _LOCKED:
        raise _error(path)
    return bool(done)


def _error(path: str) -> OSError:
    code = ctypes.get_last_error()
    # Python derives errno from the fourth argument.
    return OSError(None, ctypes.FormatError(code).strip(), path, code)
