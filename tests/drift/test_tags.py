"""Which wheels fit which interpreter."""

from __future__ import annotations

import pytest

from lockstep.drift.tags import fits
from lockstep.model.marker_environment import Machine
from tests.machines import LINUX, MAC, MUSL, WINDOWS, interpreter

MAC_INTEL = MAC._replace(platform_machine="x86_64")
OLD = LINUX._replace(libc="glibc 2.17")
WINDOWS_ARM = WINDOWS._replace(platform_machine="ARM64")
WINDOWS_32 = WINDOWS._replace(platform_machine="x86")


@pytest.mark.parametrize(
    ("tag", "machine", "expected"),
    [
        ("py3-none-any", LINUX, True),
        ("py2-none-any", LINUX, False),
        ("py2.py3-none-any", LINUX, True),
        ("py312-none-any", LINUX, True),
        ("py313-none-any", LINUX, False),
        ("cp312-cp312-any", LINUX, False),
        ("cp312-cp312-manylinux_2_17_x86_64", LINUX, True),
        ("cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", LINUX, True),
        ("cp311-cp311-manylinux_2_17_x86_64", LINUX, False),
        ("cp39-abi3-manylinux_2_17_x86_64", LINUX, True),
        ("cp313-abi3-manylinux_2_17_x86_64", LINUX, False),
        ("cp312-none-manylinux2014_x86_64", LINUX, True),
        ("cp312-cp312t-manylinux2014_x86_64", LINUX, False),
        ("pp310-pypy310_pp73-manylinux2014_x86_64", LINUX, False),
        ("py3-none-manylinux_2_36_x86_64", LINUX, True),
        ("py3-none-manylinux_2_39_x86_64", LINUX, False),
        ("py3-none-manylinux2014_x86_64", OLD, True),
        ("py3-none-manylinux_2_18_x86_64", OLD, False),
        ("py3-none-manylinux2014_aarch64", LINUX, False),
        ("py3-none-linux_x86_64", LINUX, True),
        ("py3-none-musllinux_1_2_x86_64", LINUX, False),
        ("py3-none-musllinux_1_2_x86_64", MUSL, True),
        ("py3-none-manylinux2014_x86_64", MUSL, False),
        ("py3-none-win_amd64", LINUX, False),
        ("py3-none-win_amd64", WINDOWS, True),
        ("py3-none-win32", WINDOWS_32, True),
        ("py3-none-win_amd64", WINDOWS_32, False),
        ("py3-none-win_arm64", WINDOWS, False),
        ("py3-none-win_arm64", WINDOWS_ARM, True),
        ("py3-none-macosx_11_0_arm64", MAC, True),
        ("py3-none-macosx_10_9_universal2", MAC, True),
        ("py3-none-macosx_11_0_arm64", MAC_INTEL, False),
        ("py3-none-macosx_10_9_x86_64", MAC_INTEL, True),
        ("py3-none-macosx_10_9_intel", MAC_INTEL, True),
        ("py3-none-macosx_11_0_arm64", LINUX, False),
        ("py3-none-manylinux2014_x86_64", MAC, False),
        ("nonsense", LINUX, True),
        ("xy9-none-something", LINUX, True),
    ],
)
def test_fits(tag: str, machine: Machine, expected: bool) -> None:  # noqa: FBT001 - a table
    assert fits((tag,), interpreter(machine=machine), free_threaded=False) is expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("cp313-cp313t-manylinux2014_x86_64", True),
        ("cp313-cp313-manylinux2014_x86_64", False),
        ("cp39-abi3-manylinux2014_x86_64", False),
        ("py3-none-any", True),
    ],
)
def test_free_threaded(tag: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert fits((tag,), interpreter("3.13.0"), free_threaded=True) is expected


def test_pypy() -> None:
    pypy = interpreter("3.10.14", implementation="PyPy")
    assert fits(("pp310-pypy310_pp73-manylinux2014_x86_64",), pypy, free_threaded=False)
    assert not fits(("cp310-cp310-manylinux2014_x86_64",), pypy, free_threaded=False)


def test_one_of_several_tags_is_enough_and_no_tag_fits() -> None:
    tags = ("py2-none-any", "py3-none-any")
    assert fits(tags, interpreter(), free_threaded=False)
    assert fits((), interpreter(), free_threaded=False)
