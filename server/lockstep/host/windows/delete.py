"""Deletes on Windows with POSIX semantics, or the older way on volumes without them."""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import wintypes

from ..existence import is_real_folder
from ..links import is_link
from ..long_paths import extended
from . import api

assert sys.platform == "win32"

_READ_ATTRIBUTES, _WRITE_ATTRIBUTES = 0x80, 0x100
_READ_ONLY, _NORMAL = 0x1, 0x80
# FileBasicInfo, FileDispositionInfo and FileDispositionInfoEx of FILE_INFO_BY_HANDLE_CLASS.
_BASIC, _DISPOSITION, _DISPOSITION_EX = 0, 4, 21
# FILE_DISPOSITION_DELETE, _POSIX_SEMANTICS and _IGNORE_READONLY_ATTRIBUTE.
_DELETE_POSIX_READONLY = 0x1 | 0x2 | 0x10
# ERROR_INVALID_FUNCTION, NOT_SUPPORTED, INVALID_PARAMETER: no POSIX deletion on this volume.
_NO_CLASS = (1, 50, 87)


class _Basics(ctypes.Structure):
    """FILE_BASIC_INFO; times and attributes that are 0 are not changed."""

    _fields_ = (("times", ctypes.c_int64 * 4), ("attributes", wintypes.DWORD))


def delete(path: str) -> None:
    """Delete a file, a link or an empty folder, even if it is read-only.

    Raises:
        OSError: the system refuses, also because nothing is there; with its winerror.
    """
    try:
        _delete_posix(path)
    except OSError as mistake:
        if mistake.winerror not in _NO_CLASS:
            raise
        _delete_plainly(path)


def delete_tree(path: str) -> bool:
    """Delete a file, or a folder with its contents; returns True if all of it was deleted.

    The result is False if nothing was at the path. Every entry is tried, also after one that could
    not be deleted or listed. Junctions and links are deleted themselves; a folder is checked just
    before it is entered, because Win32 cannot open an entry relative to an open folder.
    """
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
    waiting, folders = [(path, is_real_folder(path))], list[str]()
    is_gone = True
    while waiting:
        path, is_folder = waiting.pop()
        if is_folder and not is_link(path):
            folders.append(path)
            try:
                # is_dir() of an entry needs no stat, which would take twice as long.
                with os.scandir(extended(path)) as found:
                    waiting += [(it.path, it.is_dir(follow_symlinks=False)) for it in found]
            except OSError:
                is_gone = False
        else:
            is_gone &= _is_deleted(path)
    # Reversed: the list has each folder before its subfolders.
    for path in reversed(folders):
        is_gone &= _is_deleted(path)
    return is_gone


def _is_deleted(path: str) -> bool:
    try:
        delete(path)
    except OSError:
        return False
    return True


def _delete_posix(path: str) -> None:
    """Delete with POSIX semantics: the name is gone at once, even if the file is open.

    Without FORCE_IMAGE_SECTION_CHECK, which would refuse to delete a hard link of a running program
    even if the program has other links.
    """
    handle = api.open_handle(path, api.DELETE)
    try:
        api.set_information(handle, _DISPOSITION_EX, wintypes.DWORD(_DELETE_POSIX_READONLY), path)
    finally:
        api.close_handle(handle)


def _delete_plainly(path: str) -> None:
    """Delete the older way: the name is gone when the last handle is closed.

    The read-only attribute is cleared first, and set again afterwards for the file's other links.
    """
    handle = api.open_handle(path, api.DELETE | _READ_ATTRIBUTES | _WRITE_ATTRIBUTES)
    try:
        basics = api.get_information(handle, _BASIC, _Basics(), path)
        is_read_only = basics.attributes & _READ_ONLY
        if is_read_only:
            # Attributes of 0 would not be changed.
            _set_attributes(handle, basics.attributes & ~_READ_ONLY or _NORMAL, path)
        try:
            api.set_information(handle, _DISPOSITION, ctypes.c_byte(1), path)
        finally:
            if is_read_only:
                _set_attributes(handle, basics.attributes, path)
    finally:
        api.close_handle(handle)


def _set_attributes(handle: int, attributes: int, path: str) -> None:
    api.set_information(handle, _BASIC, _Basics(attributes=attributes), path)
