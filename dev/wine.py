"""Windows on Linux: Wine with a Python and a uv for Windows, made once in the cache folder."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from built import Missing, build, is_built
from forwarder import forwarding_dll
from tools import Tools, cache_folder, clean_variables, ensure_tools
from windows_programs import bring_python, bring_uv, bring_wheels, pinned

# Where Debian keeps what it wraps in a script that asks for 32 bits too.
_LOADERS = ("/usr/lib/wine/wine64", "wine64", "wine")
_SERVERS = ("/usr/lib/wine/wineserver", "wineserver", "wineserver64")

# What decides how the result looks, besides the versions.
_MAKERS = ("forwarder.py", "windows_programs.py", "wine.py")
# uv and ruff want this one function of a DLL that Wine does not have.
_MISSING_DLL, _FORWARDED = "bcryptprimitives.dll", {"ProcessPrng": "advapi32.SystemFunction036"}


@dataclass(frozen=True)
class Wine:
    """A finished Windows."""

    root: Path
    loader: str
    server: str
    # Where its disk C and its registry are; each prefix has a server of its own.
    prefix: Path

    @property
    def python(self) -> Path:
        return self.root / "python" / "python.exe"

    @property
    def uv(self) -> Path:
        return self.root / "uv" / "uv.exe"

    @property
    def wheels(self) -> Path:
        return self.root / "wheels"

    def variables(self, **more: str) -> dict[str, str]:
        """Without messages, menus, and offers to install more."""
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree=;mshtml="}
        return clean_variables(WINEPREFIX=str(self.prefix), **quiet, **more)

    def run(self, *command: str) -> None:
        """Run a program of Wine's own to its end."""
        wine, variables = (self.loader, *command), self.variables()
        # A standard input and an error output that are there: not every program does without.
        with Path(os.devnull).open("r+b") as nothing:
            subprocess.run(
                wine, env=variables, stdin=nothing, stdout=nothing, stderr=nothing, check=True
            )

    def copied(self, folder: Path) -> Wine:
        """The same with a prefix of its own, made in a new folder.

        Programs of several prefixes run beside each other, and `end` ends those of one.
        """
        shutil.copytree(self.prefix, folder, symlinks=True, copy_function=_link_or_copy)
        return replace(self, prefix=folder)

    def end(self) -> None:
        """End all programs of this Windows, and of no other one."""
        for wish in ("-k", "-w"):
            subprocess.run((self.server, wish), env=self.variables(), check=False)


def ensure_wine() -> Wine:
    """The Windows in the cache folder, made now where it is not there yet."""
    wine = Wine(Path(), _first(_LOADERS), _first(_SERVERS), Path())
    tools = ensure_tools()
    root = cache_folder() / "wine" / _key(wine)
    if not is_built(root):
        print(f"making a Windows of Wine in {root}", flush=True)
        build(root, partial(_fill, wine, tools), is_built)
    return _at(root, wine)


def _at(root: Path, wine: Wine) -> Wine:
    return replace(wine, root=root, prefix=root / "prefix")


def _link_or_copy(source: str, target: str) -> None:
    """Link what Wine brought, which no program writes; copy the registry and the user's files."""
    is_linked = False
    if "windows" in Path(source).parts:
        with suppress(OSError):
            os.link(source, target)
            is_linked = True
    if not is_linked:
        shutil.copy2(source, target)


def _first(names: tuple[str, ...]) -> str:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise Missing(f"Wine is used on Linux on x86-64 alone, and this is {platform.platform()}")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise Missing("Wine is not here: wine, wine64 (names of Debian)")
    return found


def _key(wine: Wine) -> str:
    """By the versions of everything; a prefix of another Wine would be made anew by Wine itself."""
    version = subprocess.run((wine.loader, "--version"), capture_output=True, check=True).stdout
    makers = [Path(__file__).with_name(name).read_bytes() for name in _MAKERS]
    parts = (version, *makers, pinned("uv").encode(), pinned("ruff").encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _fill(wine: Wine, tools: Tools, root: Path) -> None:
    bring_python(root / "python", tools)
    bring_uv(root / "uv", tools)
    bring_wheels(root / "wheels", tools)
    _make_prefix(_at(root, wine))


def _make_prefix(wine: Wine) -> None:
    try:
        wine.run("wineboot", "--init")
        wine.run("winecfg", "-v", "win10")
    finally:
        wine.end()
    system = wine.prefix / "drive_c" / "windows" / "system32"
    (system / _MISSING_DLL).write_bytes(forwarding_dll(_MISSING_DLL, _FORWARDED))


if __name__ == "__main__":
    try:
        print(ensure_wine().root)
    except Missing as missing:
        sys.exit(str(missing))
