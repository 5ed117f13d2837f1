"""Installed packages with files and a correct RECORD."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from .environments import make_dist_info


def install(packages: Path, label: str, files: Mapping[str, str], end: str = "\n") -> Path:
    """Write a package with these files; its dist-info. `end` is the line end of RECORD."""
    lines = []
    for name, text in files.items():
        path = packages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        lines.append(record_line(name, text.encode()))
    dist_info = make_dist_info(packages, label)
    lines += [record_line(f"{dist_info.name}/WHEEL", (dist_info / "WHEEL").read_bytes())]
    lines += [f"{dist_info.name}/{it},," for it in ("METADATA", "RECORD", "INSTALLER")]
    (dist_info / "RECORD").write_bytes("".join(f"{it}{end}" for it in lines).encode())
    return dist_info


def record_line(name: str, data: bytes, algorithm: str = "sha256") -> str:
    """A line of a RECORD, without its line end."""
    digest = hashlib.new(algorithm, data).digest()
    text = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    quoted = '"' + name.replace('"', '""') + '"' if "," in name or '"' in name else name
    return f"{quoted},{algorithm}={text},{len(data)}"


def add_record_line(dist_info: Path, line: str) -> None:
    """Append a line to a RECORD."""
    with (dist_info / "RECORD").open("a", encoding="utf-8", newline="") as file:
        file.write(f"{line}\n")
