"""Hand-made wheels, with a console script or with any other files."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


def write_wheel(folder: Path, name: str, version: str, files: Mapping[str, str]) -> None:
    """Write a wheel with these files and the required metadata; "VERSION" in a text is replaced."""
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
    """Write a package with a console script that prints its version and waits."""
    script = "def main():\n    print('VERSION', flush=True)\n    input()\n    print('bye')\n"
    points = "[console_scripts]\nspeaker = speaker:main\n"
    files = {"speaker.py": script, f"speaker-{version}.dist-info/entry_points.txt": points}
    write_wheel(folder, "speaker", version, files)


def write_deep(folder: Path, version: str) -> str:
    """Write a package with a file that has a path longer than MAX_PATH; that path."""
    path = "/".join(
        ("deep", *("a folder with a name of some length and the same again",) * 5, "it.py")
    )
    write_wheel(folder, "deep", version, {"deep/__init__.py": "", path: "VERSION"})
    return path
