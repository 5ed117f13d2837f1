"""Which compiled libraries a Python gets, and what is kept of its path."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import pytest

import launch
from wheels import NATIVE


def pretend(
    monkeypatch: pytest.MonkeyPatch, platform: str, machine: str, *, glibc: bool = True
) -> None:
    """Make this Python report another platform."""

    def confstr(_: str) -> str:
        if glibc:
            return "glibc 2.36"
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sysconfig, "get_platform", lambda: f"win-{machine}")
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine), raising=False)
    monkeypatch.setattr(os, "confstr", confstr, raising=False)


@pytest.mark.parametrize(
    ("platform", "machine", "glibc", "target"),
    [
        ("darwin", "arm64", "glibc", "darwin-arm64"),
        ("darwin", "x86_64", "glibc", "darwin-x64"),
        ("linux", "aarch64", "glibc", "linux-arm64"),
        ("linux", "aarch64", "", "linux-musl-arm64"),
        ("linux", "x86_64", "glibc", "linux-x64"),
        ("linux", "x86_64", "", "linux-musl-x64"),
        ("win32", "amd64", "glibc", "win32-x64"),
        ("win32", "arm64", "glibc", "win32-arm64"),
    ],
)
def test_every_target_is_known(
    monkeypatch: pytest.MonkeyPatch, platform: str, machine: str, glibc: str, target: str
) -> None:
    pretend(monkeypatch, platform, machine, glibc=bool(glibc))
    assert launch.target() == target
    assert target in NATIVE


@pytest.mark.parametrize(
    ("platform", "machine"), [("linux", "riscv64"), ("freebsd14", "amd64"), ("win32", "win32")]
)
def test_other_platforms_have_no_libraries(
    monkeypatch: pytest.MonkeyPatch, platform: str, machine: str
) -> None:
    pretend(monkeypatch, platform, machine)
    assert launch.target() not in NATIVE


def test_a_32_bit_python_does_not_get_the_libraries_of_its_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(monkeypatch, "linux", "x86_64")
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    assert launch.target() not in NATIVE


def test_only_the_standard_library_is_kept(tmp_path: Path) -> None:
    standard = str(Path(os.__file__).parent)
    others = [str(tmp_path), "", ".", sysconfig.get_path("purelib"), str(Path(standard).parent)]
    assert launch.of_standard_library([*others, standard, *others]) == [standard]


def test_a_standard_library_behind_a_link_is_kept(tmp_path: Path) -> None:
    link = tmp_path / "python"
    try:
        link.symlink_to(Path(os.__file__).parent, target_is_directory=True)
    except OSError:
        pytest.skip("no symlinks here")
    assert launch.of_standard_library([str(link)]) == [str(link)]


def test_missing_libraries_are_reported_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(launch, "PURE", str(tmp_path / "pure"))
    before = list(sys.path)
    assert launch.main(["--version"]) == 2
    assert "npm run bundle" in capsys.readouterr().err
    assert sys.path == before
