"""The bundle has exactly the pinned versions, with one of the pinned hashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wheels
from tools import HOUSE, Tools

TEXT = wheels.REQUIREMENTS.read_text(encoding="utf-8")
TOOLS = Tools(Path("nowhere"))


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel that has been downloaded into an otherwise empty cache."""
    monkeypatch.setenv("LOCKSTEP_CACHE", str(tmp_path))
    path = tmp_path / "psutil.whl"

    def download(folder: Path, *_: object) -> None:
        (folder / path.name).write_bytes(path.read_bytes())

    monkeypatch.setattr(wheels, "_download", download)
    path.write_bytes(b"not what is pinned")
    return path


def test_every_release_is_pinned_with_hashes() -> None:
    pins = wheels.read_pins(TEXT)
    assert {"psutil", "pygls", "tomli"} <= {pin.name for pin in pins}
    assert all(pin.hashes for pin in pins)


def test_the_pins_equal_the_versions_of_the_test_environment() -> None:
    tested = (HOUSE / "dev" / "requirements.txt").read_text(encoding="utf-8")
    for pin in wheels.read_pins(TEXT):
        assert re.search(rf"^{pin.name}=={re.escape(pin.version)} ", tested, re.MULTILINE), pin.name


def test_the_bundle_has_what_the_package_needs() -> None:
    """bundle-requirements.in repeats the dependencies of pyproject.toml, but for the CLI's."""
    manifest = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r"^dependencies = \[\n(.*?)^\]", manifest, re.MULTILINE | re.DOTALL)
    wanted = {line.strip()[1:-2] for line in found[1].splitlines()} if found else set()
    lines = wheels.REQUIREMENTS.with_suffix(".in").read_text(encoding="utf-8").splitlines()
    assert wanted - {"shtab>=1.13"} == {line for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize("line", ["x>=1", "x==1", "x==1 --hash=md5:00", "-e .", "x==1 ; y"])
def test_unpinned_requirements_are_refused(line: str) -> None:
    with pytest.raises(SystemExit, match="not a version with hashes"):
        wheels.read_pins(line)


def test_a_wheel_with_another_hash_is_refused(wheel: Path) -> None:
    pin = wheels.Pin("psutil", "1", frozenset({"0" * 64}))
    with pytest.raises(SystemExit, match=f"{wheel.name} is not what"):
        list(wheels._proven("win32-x64", (), [pin], TOOLS))


def test_a_missing_wheel_is_refused(wheel: Path) -> None:
    pins = [wheels.Pin(wheel.stem, each, frozenset({"0" * 64})) for each in "12"]
    with pytest.raises(SystemExit, match="has 1 wheels and should have 2"):
        list(wheels._proven("win32-x64", (), pins, TOOLS))
