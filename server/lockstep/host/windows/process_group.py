"""Starts an installer and its descendants in one job object, on Windows."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Mapping, Sequence
from ctypes import wintypes

from ..process_group import ProcessGroup

assert sys.platform == "win32"

# JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, PROCESS_SET_QUOTA and
# PROCESS_TERMINATE, the two rights that AssignProcessToJobObject needs.
_LIMIT_INFORMATION = 9
_KILL_ON_CLOSE = 0x2000
_SET_QUOTA_AND_TERMINATE = 0x0100 | 0x0001
_ENDED_BY_US = 1

_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.CreateJobObjectW.restype = wintypes.HANDLE
_kernel32.OpenProcess.restype = wintypes.HANDLE
_kernel32.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
_kernel32.TerminateJobObject.argtypes = (wintypes.HANDLE, wintypes.UINT)
_kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _Limits(ctypes.Structure):
    _fields_ = (
        ("Basic", _BasicLimits),
        ("IoCounters", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def start_group(
    command: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    inherit: Sequence[int] = (),
    stderr: int = subprocess.STDOUT,
) -> ProcessGroup:
    """Start a program in a job object, which ends it when Lockstep ends.

    The job has only one handle, Lockstep's. The system kills all processes of the job when this
    handle is closed, and it is closed when Lockstep is killed.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.
        inherit: must be empty.
        stderr: as in `subprocess.Popen`; by default merged into standard output.

    Raises:
        OSError: it cannot be started.
    """
    assert not inherit, "a job ends with Lockstep, so that no lock has to be inherited"
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        creationflags=subprocess.CREATE_NO_WINDOW,
    )
    # The program runs for a moment before it is in the job; uv starts no process in that time.
    job = _job()
    handle = _kernel32.OpenProcess(_SET_QUOTA_AND_TERMINATE, 0, process.pid)
    _kernel32.AssignProcessToJobObject(job, handle)
    _kernel32.CloseHandle(handle)
    return ProcessGroup(
        process,
        process.pid,
        end=lambda: _kernel32.TerminateJobObject(job, _ENDED_BY_US),
        forget=lambda: _kernel32.CloseHandle(job),
    )


def _job() -> int:
    job = _kernel32.CreateJobObjectW(None, None)
    limits = _Limits()
    limits.Basic.LimitFlags = _KILL_ON_CLOSE
    _kernel32.SetInformationJobObject(
        wintypes.HANDLE(job), _LIMIT_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    return int(job)


def start_short(command: Sequence[str], folder: str, variables: Mapping[str, str]) -> ProcessGroup:
    """Start a short program, with standard output and error output as separate pipes.

    It is in a job too, as one of `start_group`: on Windows this costs no time, unlike a death
    watch.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.

    Raises:
        OSError: it cannot be started.
    """
    return start_group(command, folder, variables, stderr=subprocess.PIPE)
