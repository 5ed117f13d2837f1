"""The output of `npm run bundle`: complete for every Python and platform, with all licenses."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from wheels import NATIVE

from .conftest import HOUSE

pytestmark = pytest.mark.slow

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("linux", "win32", "darwin")

# The headers of ELF, PE and Mach-O files: the offset of the processor, and its value.
X64 = {"linux": b"\x3e\x00", "win32": b"\x64\x86", "darwin": b"\x07\x00\x00\x01"}
ARM64 = {"linux": b"\xb7\x00", "win32": b"\x64\xaa", "darwin": b"\x0c\x00\x00\x01"}


def distributions(libraries: Path, target: str) -> dict[str, importlib.metadata.Distribution]:
    folders = [str(libraries / "pure"), str(libraries / "native" / target)]
    found = importlib.metadata.distributions(path=folders)
    return {canonicalize_name(it.metadata["Name"]): it for it in found}


def requirements_of(distribution: importlib.metadata.Distribution) -> Iterator[Requirement]:
    """The requirements of a distribution on any Python that the server supports."""
    for requirement in map(Requirement, distribution.requires or ()):
        variables = (
            {"extra": "", "python_version": version, "sys_platform": platform}
            | {"python_full_version": f"{version}.0"}
            for version, platform in product(PYTHONS, PLATFORMS)
        )
        if not requirement.marker or any(map(requirement.marker.evaluate, variables)):
            yield requirement


def processor(module: Path) -> bytes:
    content = module.read_bytes()
    if content.startswith(b"\x7fELF"):
        return content[18:20]
    if content.startswith(b"MZ"):
        head = int.from_bytes(content[60:64], "little")
        return content[head + 4 : head + 6]
    return content[4:8]


def test_there_is_one_folder_for_each_target(libraries: Path) -> None:
    assert {it.name for it in (libraries / "native").iterdir()} == set(NATIVE)
    assert {it.name for it in libraries.iterdir()} == {"NOTICES.txt", "native", "pure", "stamp"}


@pytest.mark.parametrize("target", NATIVE)
def test_all_requirements_are_bundled(libraries: Path, target: str) -> None:
    found = distributions(libraries, target)
    assert "psutil" in found
    for distribution in found.values():
        for requirement in requirements_of(distribution):
            version = found[canonicalize_name(requirement.name)].version
            assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize("target", NATIVE)
def test_the_compiled_modules_are_for_their_target(libraries: Path, target: str) -> None:
    system, _, architecture = target.partition("-")
    modules = [
        it
        for it in (libraries / "native" / target).rglob("*")
        if it.suffix in {".so", ".pyd", ".dylib", ".dll"}
    ]
    assert modules
    for module in modules:
        assert processor(module) == (ARM64 if target.endswith("arm64") else X64)[system]
        is_for_glibc = b"GLIBC_" in module.read_bytes()
        assert is_for_glibc == (system == "linux" and "musl" not in architecture)


def test_the_notices_have_every_license(libraries: Path) -> None:
    text = (libraries / "NOTICES.txt").read_text(encoding="utf-8")
    for distribution in distributions(libraries, "linux-x64").values():
        assert f"{distribution.metadata['Name']} {distribution.version}: " in text
    assert text.count("Permission is hereby granted") >= 5
    assert "Apache License" in text


def test_the_same_wheels_give_the_same_tree(libraries: Path, tmp_path: Path) -> None:
    bundle(tmp_path / "libs")
    assert tree(tmp_path / "libs") == tree(libraries)


def test_an_up_to_date_bundle_is_kept(libraries: Path) -> None:
    before = libraries.stat().st_ino
    assert "is up to date" in bundle(libraries)
    assert libraries.stat().st_ino == before


def test_an_old_bundle_is_replaced_as_a_whole(libraries: Path, tmp_path: Path) -> None:
    old = tmp_path / "libs"
    (old / "pure").mkdir(parents=True)
    (old / "pure" / "left_over.py").touch()
    (old / "stamp").write_text("of other requirements\n")
    bundle(old)
    assert tree(old) == tree(libraries)
    assert list(tmp_path.iterdir()) == [old]


def bundle(folder: Path) -> str:
    script = str(HOUSE / "dev" / "bundle.py")
    command = (sys.executable, script, "--into", str(folder))
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without bytecode."""
    files = (it for it in folder.rglob("*") if it.is_file() and it.suffix != ".pyc")
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in files}
