"""Sets up Wine with Python and uv for Windows, once, in the cache folder."""

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

# Debian's script `wine` requires 32-bit support too, so the loader is called directly.
_LOADERS = ("/usr/lib/wine/wine64", "wine64", "wine")
_SERVERS = ("/usr/lib/wine/wineserver", "wineserver", "wineserver64")

# The modules that determine the result, besides the versions.
_MAKERS = ("forwarder.py", "windows_programs.py", "wine.py")
# uv and ruff need this function, in a DLL that Wine lacks.
_MISSING_DLL, _FORWARDED = "bcryptprimitives.dll", {"ProcessPrng": "advapi32.SystemFunction036"}


@dataclass(frozen=True)
class Wine:
    """A complete Wine set-up."""

    root: Path
    loader: str
    server: str
    # The folder of drive C and the registry; each prefix has its own wineserver.
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
        """Variables that suppress messages, menus, and offers to install more."""
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree=;mshtml="}
        return clean_variables(WINEPREFIX=str(self.prefix), **quiet, **more)

    def run(self, *command: str) -> None:
        """Run a program of Wine to its end.

        Raises:
            CalledProcessError: it failed.
        """
        wine, variables = (self.loader, *command), self.variables()
        # Some programs need a standard input and an error output that exist.
        with Path(os.devnull).open("r+b") as nothing:
            subprocess.run(
                wine, env=variables, stdin=nothing, stdout=nothing, stderr=nothing, check=True
            )

    def copied(self, folder: Path) -> Wine:
        """A copy with its own prefix in a new folder.

        Programs in different prefixes run independently, and `end` ends only those of one.
        """
        shutil.copytree(self.prefix, folder, symlinks=True, copy_function=_link_or_copy)
        return replace(self, prefix=folder)

    def end(self) -> None:
        """End all programs of this prefix."""
        for option in ("-k", "-w"):
            subprocess.run((self.server, option), env=self.variables(), check=False)


def ensure_wine() -> Wine:
    """The set-up in the cache folder; made first if it does not exist.

    Raises:
        Missing: Wine is not installed, or this is not Linux on x86-64.
    """
    wine = Wine(Path(), _first(_LOADERS), _first(_SERVERS), Path())
    tools = ensure_tools()
    root = cache_folder() / "wine" / _key(wine)
    if not is_built(root):
        print(f"setting up Wine in {root}", flush=True)
        build(root, partial(_fill, wine, tools), is_built)
    return _at(root, wine)


def _at(root: Path, wine: Wine) -> Wine:
    return replace(wine, root=root, prefix=root / "prefix")


def _link_or_copy(source: str, target: str) -> None:
    """Link Wine's own files, which no program writes; copy the registry and the user's files."""
    is_linked = False
    if "windows" in Path(source).parts:
        with suppress(OSError):
            os.link(source, target)
            is_linked = True
    if not is_linked:
        shutil.copy2(source, target)


def _first(names: tuple[str, ...]) -> str:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise Missing(f"Wine is used only on Linux on x86-64, and this is {platform.platform()}")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise Missing("Wine is not installed: wine, wine64 (Debian packages)")
    return found


def _key(wine: Wine) -> str:
    """A hash of all versions, because Wine itself would update a prefix of another version."""
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
