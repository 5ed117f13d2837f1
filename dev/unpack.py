"""Unpacks wheels, and refuses names that lead out of the target folder."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

# A path component that is a plain name on Windows, macOS and Linux.
_PLAIN = re.compile(r'(?!\.{1,2}$)[^\\/:*?"<>|\x00-\x1f]+(?<![. ])')


def unpack(wheel: str, content: bytes, folder: Path) -> None:
    """Unpack a wheel; exits if a name leads out of the folder or exists already."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                _write(folder / _inside(wheel, entry), archive.read(entry))


def _inside(wheel: str, entry: zipfile.ZipInfo) -> Path:
    parts = entry.filename.split("/")
    if not all(map(_PLAIN.fullmatch, parts)):
        sys.exit(f"{wheel}: not a plain path: {entry.filename}")
    if parts[0].endswith(".data"):
        sys.exit(f"{wheel}: only an installer can place {entry.filename}")
    return Path(*parts)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        sys.exit(f"two wheels have a {path.name} in the same place: {path}")
