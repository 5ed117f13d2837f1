"""Lists the processes that use a file by Windows' Restart Manager, which can also end processes.

That is not used here. The list includes elevated programs and services. It is used last, because it
is slow, and takes neither hard links nor folders into account.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

assert sys.platform == "win32"

_KEY_LENGTH = 32
_MORE_DATA = 234
_MOST = 64


class _UniqueProcess(ctypes.Structure):
    """RM_UNIQUE_PROCESS."""

    _fields_ = (("pid", wintypes.DWORD), ("started", wintypes.FILETIME))


class _ProcessInfo(ctypes.Structure):
    """RM_PROCESS_INFO."""

    _fields_ = (
        ("process", _UniqueProcess),
        ("name", wintypes.WCHAR * 256),
        ("service", wintypes.WCHAR * 64),
        ("kind", ctypes.c_int),
        ("status", wintypes.ULONG),
        ("session", wintypes.DWORD),
        ("is_restartable", wintypes.BOOL),
    )


_manager = ctypes.WinDLL("rstrtmgr")
_manager.RmRegisterResources.argtypes = (
    *(wintypes.DWORD, wintypes.UINT, ctypes.POINTER(wintypes.LPCWSTR)),
    *(wintypes.UINT, wintypes.LPVOID, wintypes.UINT, wintypes.LPVOID),
)
_manager.RmGetList.argtypes = (
    *(wintypes.DWORD, ctypes.POINTER(wintypes.UINT), ctypes.POINTER(wintypes.UINT)),
    *(ctypes.POINTER(_ProcessInfo), ctypes.POINTER(wintypes.DWORD)),
)


def pids_using(path: str) -> tuple[int, ...]:
    """The ids of at most 64 processes that use a file (an absolute path).

    Empty if no process uses it, or the Restart Manager fails.
    """
    session = wintypes.DWORD()
    key = ctypes.create_unicode_buffer(_KEY_LENGTH + 1)
    if _manager.RmStartSession(ctypes.byref(session), 0, key):
        return ()
    try:
        files = (wintypes.LPCWSTR * 1)(path)
        if _manager.RmRegisterResources(session, 1, files, 0, None, 0, None):
            return ()
        return _listed(session)
    finally:
        _manager.RmEndSession(session)


def _listed(session: wintypes.DWORD) -> tuple[int, ...]:
    found = (_ProcessInfo * _MOST)()
    needed, count, reasons = wintypes.UINT(), wintypes.UINT(_MOST), wintypes.DWORD()
    answer = _manager.RmGetList(
        session, ctypes.byref(needed), ctypes.byref(count), found, ctypes.byref(reasons)
    )
    # With ERROR_MORE_DATA the first `_MOST` are in the list.
    if answer not in (0, _MORE_DATA):
        return ()
    return tuple(it.process.pid for it in found[: count.value])
