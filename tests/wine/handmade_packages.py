"""Wheels made by hand, with a console script or with any other files."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


def write_wheel(folder: Path, name: str, version: str, files: Mapping[str, str]) -> None:
    """A wheel with these files and the metadata that an installer asks for."""
    metadata = f"{name}-{version}.dist-info"
    tag = "py3-none-any"
    texts = {
        **files,
        f"{metadata}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{metadata}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = "".join(f"{path},,\n" for path in (*texts, f"{metadata}/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as archive:
        for path, text in {**texts, f"{metadata}/RECORD": record}.items():
            archive.writestr(path, text.replace("VERSION", version))


def write_speaker(folder: Path, version: str) -> None:
    """A package whose console script says its version and stays."""
    script = "def main():\n    print('VERSION', flush=True)\n    input()\n    print('bye')\n"
    points = "[console_scripts]\nspeaker = speaker:main\n"
    files = {"speaker.py": script, f"speaker-{version}.dist-info/entry_points.txt": points}
    write_wheel(folder, "speaker", version, files)


def write_deep(folder: Path, version: str) -> str:
    """A package with a file at a path that is longer than any was for decades; that path."""
    path = "/".join(
        ("deep", *("a folder with a name of some length and the same again",) * 5, "it.py")
    )
    write_wheel(folder, "deep", version, {"deep/__init__.py": "", path: "VERSION"})
    return path
