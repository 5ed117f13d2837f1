"""Downloads the wheels of the bundle into the cache folder, and checks their hashes."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import HOUSE, Tools, cache_folder, clean_variables

REQUIREMENTS = HOUSE / "dev" / "bundle-requirements.txt"

# Packages with native code. Their wheels use the stable ABI: one per platform for all Pythons.
COMPILED = ("psutil",)
PURE = "pure"
# Platform names of VS Code extensions, and the platform tags of wheels.
NATIVE = {
    "darwin-arm64": "macosx_11_0_arm64",
    "darwin-x64": "macosx_10_9_x86_64",
    "linux-arm64": "manylinux2014_aarch64",
    "linux-musl-arm64": "musllinux_1_2_aarch64",
    "linux-musl-x64": "musllinux_1_2_x86_64",
    "linux-x64": "manylinux2014_x86_64",
    "win32-arm64": "win_arm64",
    "win32-x64": "win_amd64",
}
_TAGS_OF_PURE = ("--platform", "any", "--abi", "none", "--implementation", "py")

_PIN = re.compile(r"^([\w.-]+)==(\S+)((?:\s+--hash=sha256:[0-9a-f]{64})+)$")


@dataclass(frozen=True)
class Pin:
    """A pinned release, and the hashes of all its files."""

    name: str
    version: str
    hashes: frozenset[str]

    def __str__(self) -> str:
        hashes = (f"--hash=sha256:{each}" for each in sorted(self.hashes))
        return " ".join((f"{self.name}=={self.version}", *hashes))


@dataclass(frozen=True)
class Wheel:
    """The content of a wheel, with a verified hash."""

    target: str
    name: str
    content: bytes


def read_pins(text: str) -> list[Pin]:
    """The pins of a requirement file; exits on any other kind of line."""
    lines = (line.strip() for line in text.replace("\\\n", " ").splitlines())
    return [_pin(line) for line in lines if line and not line.startswith("#")]


def _pin(line: str) -> Pin:
    found = _PIN.match(line)
    if not found:
        sys.exit(f"{REQUIREMENTS.name}: not a version with hashes: {line}")
    return Pin(found[1], found[2], frozenset(re.findall(r"[0-9a-f]{64}", found[3])))


def fetch(tools: Tools) -> Iterator[Wheel]:
    """All wheels by target; cached ones need no network."""
    pins = read_pins(REQUIREMENTS.read_text(encoding="utf-8"))
    compiled = [pin for pin in pins if pin.name in COMPILED]
    yield from _proven(PURE, _TAGS_OF_PURE, [pin for pin in pins if pin not in compiled], tools)
    for target, platform in NATIVE.items():
        tags = ("--platform", platform, "--abi", "abi3", "--implementation", "cp")
        yield from _proven(target, tags, compiled, tools)


def _proven(target: str, tags: tuple[str, ...], pins: list[Pin], tools: Tools) -> Iterator[Wheel]:
    folder = _fetched(target, tags, pins, tools)
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != len(pins):
        sys.exit(f"{folder} has {len(wheels)} wheels and should have {len(pins)}; delete it")
    allowed = frozenset[str]().union(*(pin.hashes for pin in pins))
    for wheel in wheels:
        content = wheel.read_bytes()
        if hashlib.sha256(content).hexdigest() not in allowed:
            sys.exit(f"{wheel} is not what {REQUIREMENTS.name} pins; delete it")
        yield Wheel(target, wheel.name, content)


def _fetched(target: str, tags: tuple[str, ...], pins: list[Pin], tools: Tools) -> Path:
    """The folder with all wheels of a target, downloaded first if it does not exist."""
    wanted = "".join(f"{pin}\n" for pin in pins)
    key = hashlib.sha256(f"{tags}\n{wanted}".encode()).hexdigest()[:12]
    folder = cache_folder() / "wheels" / f"{target}-{key}"
    if not folder.is_dir():
        print(f"fetching the wheels for {target}", flush=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        fetching = Path(tempfile.mkdtemp(prefix="fetching-", dir=folder.parent))
        try:
            _download(fetching, tags, wanted, tools)
            _name(fetching, folder)
        finally:
            shutil.rmtree(fetching, ignore_errors=True)
    return folder


def _name(fetching: Path, folder: Path) -> None:
    try:
        fetching.rename(folder)
    except OSError:
        if not folder.is_dir():  # otherwise another process was faster
            raise


def _download(folder: Path, tags: tuple[str, ...], wanted: str, tools: Tools) -> None:
    listed = folder / "requirements.txt"
    listed.write_text(wanted, encoding="utf-8")
    options = ("--require-hashes", "--only-binary=:all:", "--no-deps", "--python-version", "3.10")
    pip = ("-m", "pip", "--disable-pip-version-check", "download", "--quiet")
    command = (str(tools.python), *pip, *options, *tags, "--dest", str(folder), "-r", str(listed))
    subprocess.run(command, env=clean_variables(), check=True)
