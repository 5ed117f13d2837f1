"""Hand-made packages: minimal wheels, a source archive, source folders, and a git repository."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .machine import run

_FIXED_TIME = (2024, 1, 1, 0, 0, 0)

BUILD = '[build-system]\nrequires = ["uv_build>=0.7"]\nbuild-backend = "uv_build"\n'

NO_FILES: Mapping[str, str] = MappingProxyType({})


def write_wheel(
    folder: Path,
    name: str,
    version: str,
    *,
    tag: str = "py3-none-any",
    requires: str = "",
    more: Mapping[str, str] = NO_FILES,
) -> Path:
    """Write a wheel with one module and the files `more`; equal texts give equal hashes."""
    module, stem = name.replace("-", "_"), f"{name.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += f"Requires-Dist: {requires}\n" if requires else ""
    files = {
        f"{module}.py": f"VERSION = {version!r}\n",
        **more,
        f"{stem}.dist-info/METADATA": metadata,
        f"{stem}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: shelf\n"
        f"Root-Is-Purelib: true\nTag: {tag}\n",
    }
    files[f"{stem}.dist-info/RECORD"] = _record(files, f"{stem}.dist-info/RECORD")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, _FIXED_TIME), text)
    return target


def _record(files: dict[str, str], own: str) -> str:
    rows = [f"{path},sha256={_hash(text)},{len(text)}" for path, text in files.items()]
    return "\n".join([*rows, f"{own},,"]) + "\n"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def source_texts(name: str, version: str, table: str = "") -> dict[str, str]:
    """The files of a package with uv's own build backend, so that no build tool is downloaded."""
    manifest = f'[project]\nname = "{name}"\nversion = "{version}"\nrequires-python = ">=3.10"\n'
    return {
        "pyproject.toml": manifest + table + BUILD,
        f"src/{name.replace('-', '_')}/__init__.py": f"VERSION = {version!r}\n",
    }


def write_source(folder: Path, name: str, version: str, table: str = "") -> Path:
    for path, text in source_texts(name, version, table).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return folder


def write_source_archive(folder: Path, name: str, version: str) -> Path:
    stem = f"{name.replace('-', '_')}-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    info = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    texts = {**source_texts(name, version), "PKG-INFO": info}
    target = folder / f"{stem}.tar.gz"
    with tarfile.open(target, "w:gz") as archive:
        for path, text in texts.items():
            member = tarfile.TarInfo(f"{stem}/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return target


def write_repository(folder: Path, name: str, variables: dict[str, str]) -> None:
    """Create a git repository with two tagged versions of a package, and of one in a subfolder."""
    folder.mkdir(parents=True)
    _git(folder, variables, "init", "--quiet", "--initial-branch=main")
    for version in ("1.0", "2.0"):
        write_source(folder, name, version)
        write_source(folder / "inner", f"{name}-inner", version)
        _git(folder, variables, "add", ".")
        _git(folder, variables, "commit", "--quiet", "--message", version)
        _git(folder, variables, "tag", f"v{version}")


def _git(folder: Path, variables: dict[str, str], *arguments: str) -> None:
    author = ["-c", "user.name=oracle", "-c", "user.email=oracle@index.example"]
    safe = ["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]
    run(["git", *author, *safe, *arguments], folder, variables).expect_success()
