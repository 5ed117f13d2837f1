"""What a process holds below a folder."""

from __future__ import annotations

from pathlib import Path

import psutil


def handles_below(process: psutil.Process, folder: Path) -> list[str]:
    """Image, working folder, mappings and open files below a folder; a listing may pass by."""
    found = [process.exe(), process.cwd()]
    found += [each.path for each in process.memory_maps()]
    found += [each.path for each in process.open_files()]
    return [each for each in found if Path(each).is_relative_to(folder)]
