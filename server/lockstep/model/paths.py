"""Compares paths as texts, without reading the disk."""

from __future__ import annotations


def is_below(path: str, folder: str) -> bool:
    """Whether a path is the folder itself or inside it, with the separators of any platform."""
    # With a separator: `/srv/app2` is not below `/srv/app`.
    return path == folder or path.startswith((f"{folder}/", f"{folder}\\"))
