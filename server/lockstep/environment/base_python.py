"""Finds the versions of Pythons on the disk from their header files, without running them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from ..host.shared_open import open_small
from ..model.installed import PyvenvCfg

# The version of a development build ends with a plus sign, which is left out.
_PY_VERSION = re.compile(r'^#define\s+PY_VERSION\s+"([^"+]+)', re.MULTILINE)
_MINOR = re.compile(r"/lib(?:64)?/[a-z]+(\d+\.\d+)t?/site-packages$")
_LIBRARY = re.compile(r"python(\d+\.\d+)$")
_PROGRAM = re.compile(r"python(\d+\.\d+)t?(?:\.exe)?$")


def base_version(cfg: PyvenvCfg, packages: tuple[str, ...], interpreter: str = "") -> str:
    """The version of an environment's base Python, from its header file `patchlevel.h`.

    Unlike pyvenv.cfg, the header includes the pre-release part, and is correct after an update of
    the base.

    Args:
        cfg: the pyvenv.cfg of the environment.
        packages: its site-packages folders.
        interpreter: its interpreter; if this is a link to another Python than `home` of pyvenv.cfg,
            that other Python counts.

    Returns:
        The full version. If that other Python has no header, the minor version in its program's
        name, if it differs from that of the environment; else empty if no header was found.
    """
    minor = _minor(cfg, packages)
    linked = _linked_version(interpreter, cfg.home, minor)
    if linked:
        return linked
    home = cfg.home
    if not home or not minor:
        return ""
    # On Windows the folder is `include` in `home`, without a subfolder.
    for folder in (f"python{minor}", f"python{minor}t", ""):
        for include in (
            os.path.join(os.path.dirname(home), "include"),
            os.path.join(home, "include"),
        ):
            version = _header_version(os.path.join(include, folder, "patchlevel.h"))
            if version.startswith(f"{minor}."):
                return version
    return ""


def _linked_version(interpreter: str, home: str, minor: str) -> str:
    """The version of the Python to which the interpreter links, as for `base_version`.

    Empty if the interpreter is no link, links to the Python in `home`, or the version is unknown.
    """
    try:
        target = os.readlink(interpreter) if interpreter else ""
    except OSError:
        return ""
    named = _PROGRAM.search(target)
    if not target or (os.path.dirname(target) == home and (not named or named[1] == minor)):
        return ""
    real = os.path.realpath(interpreter)
    named = _PROGRAM.search(real)
    linked = named[1] if named else ""
    if os.path.dirname(real) == os.path.realpath(home) and linked in ("", minor):
        return ""
    found = _version_at(os.path.dirname(real), linked)
    # Without a header only the name is left, which says no more than that the minor differs.
    return found or (linked if linked != minor else "")


def _minor(cfg: PyvenvCfg, packages: tuple[str, ...]) -> str:
    """`3.12` from `lib/python3.12/site-packages`, or on Windows from pyvenv.cfg."""
    for place in packages:
        found = _MINOR.search(place.replace(os.sep, "/"))
        if found is not None:
            return found[1]
    return cfg.minor


def _header_version(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace", opener=open_small) as file:
            found = _PY_VERSION.search(file.read())
    except OSError:
        return ""
    return found[1] if found else ""


def pythons_on_path(folders: Sequence[str]) -> Iterator[str]:
    """The full versions of the Pythons in these folders, in uv's order of search.

    In each folder these are the programs `python3`, `python` and `python.exe`. One without header
    files is skipped.

    Args:
        folders: the folders of PATH, in their order.
    """
    for folder in folders:
        for name in ("python3", "python", "python.exe"):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                version = _version_at(os.path.dirname(os.path.realpath(path)))
                if version:
                    yield version


def version_of(program: str) -> str:
    """The full version of a Python program by the header files of its installation, or empty.

    Links are resolved.
    """
    real = os.path.realpath(program)
    named = _PROGRAM.search(real)
    return _version_at(os.path.dirname(real), named[1] if named else "")


def minor_of(program: str) -> str:
    """The minor version (`3.12`) of a Python program, by its real name or else its header files.

    Empty if neither gives it, or `program` is empty.
    """
    if not program:
        return ""
    named = _PROGRAM.search(os.path.realpath(program))
    return named[1] if named else ".".join(version_of(program).split(".")[:2])


def _version_at(home: str, minor: str = "") -> str:
    """The version of the Python installed in this folder; with this minor version, if given."""
    for prefix in (os.path.dirname(home), home):
        for folder in _version_folders(prefix):
            version = _header_version(os.path.join(prefix, "include", folder, "patchlevel.h"))
            if version and version.startswith(f"{minor}." if minor else ""):
                return version
    return ""


def _version_folders(prefix: str) -> list[str]:
    try:
        names = os.listdir(os.path.join(prefix, "include"))
    except OSError:
        return []
    return [*sorted(it for it in names if _LIBRARY.match(it)), ""]
