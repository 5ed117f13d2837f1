"""Minimal environments: only the files that a scan reads, created in milliseconds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

NO_FILES: Mapping[str, str] = {}


def uv_cfg(version: str) -> str:
    """A pyvenv.cfg as uv writes it."""
    return (
        "home = /nowhere/bin\nimplementation = CPython\nuv = 0.13.8\n"
        f"version_info = {version}\ninclude-system-site-packages = false\n"
    )


def make_interpreter(path: Path) -> None:
    """Write an executable file that is not recognized as any kind of program."""
    path.write_text("")
    path.chmod(0o755)


def make_environment(path: Path, version: str = "3.12.1", cfg: str | None = None) -> Path:
    """Create a sound environment in the POSIX layout; its site-packages."""
    minor = ".".join(version.split(".")[:2])
    packages = path / "lib" / f"python{minor}" / "site-packages"
    packages.mkdir(parents=True)
    (path / "bin").mkdir()
    make_interpreter(path / "bin" / "python")
    (path / "pyvenv.cfg").write_text(uv_cfg(version) if cfg is None else cfg)
    return packages


def make_windows_environment(path: Path, cfg: str) -> Path:
    """Create an environment in the Windows layout, for any platform; its site-packages."""
    packages = path / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    (path / "Scripts").mkdir()
    make_interpreter(path / "Scripts" / "python.exe")
    (path / "pyvenv.cfg").write_text(cfg)
    return packages


def make_dist_info(
    packages: Path, label: str, files: Mapping[str, str] = NO_FILES, without: tuple[str, ...] = ()
) -> Path:
    """Create a dist-info as uv does; `files` adds or replaces files, `without` omits some."""
    folder = packages / f"{label}.dist-info"
    folder.mkdir()
    name, _, version = label.partition("-")
    usual = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "RECORD": f"{label}.dist-info/METADATA,,\n{label}.dist-info/RECORD,,\n",
        "INSTALLER": "uv",
        "WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    for file, text in {**usual, **files}.items():
        if file not in without:
            (folder / file).write_text(text)
    return folder


def touch(path: Path) -> None:
    """Set a later mtime, also for file systems with coarse times."""
    now = path.stat()
    os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns + 10_000_000))
