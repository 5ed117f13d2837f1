"""Deleting on Windows: as POSIX does, or on volumes that do not know that, as it was before."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from . import api

assert sys.platform == "win32"

_READ_ATTRIBUTES, _WRITE_ATTRIBUTES = 0x80, 0x100
_READ_ONLY, _NORMAL = 0x1, 0x80
_BASIC, _DISPOSITION, _DISPOSITION_EX = 0, 4, 21
_DELETE_POSIX_READONLY = 0x1 | 0x2 | 0x10
# How a volume says that it knows no such deletion.
_NO_CLASS = (1, 50, 87)


class _Basics(ctypes.Structure):
    """FILE_BASIC_INFO; where a time or the attributes are 0, they stay as they are."""

    _fields_ = (("times", ctypes.c_int64 * 4), ("attributes", wintypes.DWORD))


def delete(path: str) -> None:
    """Delete a file, a link itself, or an empty folder, read-only or not.

    Raises:
        OSError: with its winerror.
    """
    try:
        _delete_posix(path)
    except OSError as mistake:
        if mistake.winerror not in _NO_CLASS:
            raise
        _delete_plainly(path)


def _delete_posix(path: str) -> None:
    """The name is gone at once, whoever has it open.

    Without FORCE_IMAGE_SECTION_CHECK, so that one of several links of a running program goes too.
    """
    handle = api.open_handle(path, api.DELETE)
    try:
        api.set_information(handle, _DISPOSITION_EX, wintypes.DWORD(_DELETE_POSIX_READONLY), path)
    finally:
        api.close_handle(handle)


def _delete_plainly(path: str) -> None:
    """The name is gone when the last handle is; other links of what is read-only stay that."""
    handle = api.open_handle(path, api.DELETE | _READ_ATTRIBUTES | _WRITE_ATTRIBUTES)
    try:
        basics = api.get_information(handle, _BASIC, _Basics(), path)
        is_read_only = basics.attributes & _READ_ONLY
        if is_read_only:
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
