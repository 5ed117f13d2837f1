"""Comparisons of paths as texts. Pure: nothing is looked up on the disk."""

from __future__ import annotations


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; both with the separators of any platform."""
    return path == folder or path.startswith((f"{folder}/", f"{folder}\\"))
