"""The files that a process has open or mapped below a folder."""

from __future__ import annotations

from pathlib import Path

import psutil

_LOOKS = 3


def handles_below(process: psutil.Process, *folders: Path) -> list[str]:
    """Executable, working directory, mappings and open files below some folders.

    A file may be open for a short read; only what is found every time is reported.
    """
    found = _handles(process, folders)
    for _ in range(_LOOKS - 1):
        found = found & _handles(process, folders) if found else found
    return sorted(found)


def _handles(process: psutil.Process, folders: tuple[Path, ...]) -> set[str]:
    found = {process.exe(), process.cwd()}
    found |= {each.path for each in process.memory_maps()}
    found |= {each.path for each in process.open_files()}
    return {each for each in found if any(Path(each).is_relative_to(it) for it in folders)}
