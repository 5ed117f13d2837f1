"""Environment markers, evaluated for an interpreter and for active extras and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockstep.model.markers import Evaluator, MarkerProblem, parse
from tests.machines import LINUX, WINDOWS, interpreter

HERE = interpreter("3.12.1", LINUX).values()
CPU, GPU = "extra-3-pkg-cpu", "extra-3-pkg-gpu"


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ("python_version == '3.12'", True),
        ("python_full_version < '3.12.1'", False),
        ("python_full_version >= '3.12'", True),
        ("'3.11' < python_version", True),
        ("python_version in '3.11, 3.12'", True),
        ("python_version not in '3.11, 3.12'", False),
        ("python_version not  in '3.11'", True),
        ("sys_platform == 'linux' and os_name == 'posix'", True),
        ("sys_platform == 'win32' or os_name == 'posix'", True),
        ("sys_platform == 'linux' or os_name == 'nt' and os_name == 'x'", True),
        ("(sys_platform == 'linux' or os_name == 'nt') and os_name == 'x'", False),
        ('platform_machine == "x86_64"', True),
        ("implementation_name=='cpython'", True),
        ("platform_python_implementation != 'PyPy'", True),
        ("python_version ~= '3.10'", True),
        # With a literal that is no version, an ordered comparison is false.
        ("python_version < 'linux'", False),
        ("python_version != 'linux'", True),
        ("python_version == '3.12, 3.13'", False),
        ("platform_release >= '6'", True),
    ],
)
def test_for_an_interpreter(marker: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert Evaluator(HERE)(marker) is expected


@pytest.mark.parametrize(
    ("marker", "active", "expected"),
    [
        (f"extra == '{CPU}'", {CPU}, True),
        (f"extra == '{CPU}'", set(), False),
        (f"extra != '{CPU}'", set(), True),
        (f"extra == '{CPU}' and extra != '{GPU}'", {CPU}, True),
        (f"extra == '{CPU}' and extra != '{GPU}'", {CPU, GPU}, False),
        (f"extra == '{CPU}' and extra == '{GPU}'", {CPU, GPU}, True),
        (f"sys_platform == 'win32' or extra == '{CPU}'", {CPU}, True),
        (f"'{CPU}' == extra", {CPU}, True),
        ("extra == 'group-3-pkg-dev'", {"group-3-pkg-dev"}, True),
    ],
)
def test_for_active_items(marker: str, active: set[str], expected: bool) -> None:  # noqa: FBT001
    assert Evaluator(HERE).with_active(active)(marker) is expected


NONSENSE = [
    "python_version",
    "python_version ==",
    "== '3'",
    "(python_version == '3'",
    "python_version == '3')",
    "python_version == 3",
    "python_version == '3' and",
    "python_version == '3' sys_platform == 'x'",
    "unknown_variable == '3'",
    "'a' == 'b'",
    "os_name == sys_platform",
    "python_version ~~ '3'",
    "sys_platform ~= 'linux'",
    "python_version not '3'",
    "'x' in extras",
    "'x' in dependency_groups",
    "python_version == '3",
    "()",
    "extra",
    'os_name === "\'"',
    "(" * 5000,
]


@pytest.mark.parametrize("marker", NONSENSE)
def test_invalid_comparisons_are_false(marker: str) -> None:
    assert Evaluator(HERE)(marker) is False


@given(
    st.lists(st.sampled_from([*" ()'\"=<>!~", "and", " or ", "not in", "extra", "os_name", "x"]))
)
def test_no_marker_raises_an_error(parts: list[str]) -> None:
    assert Evaluator(HERE)("".join(parts)) in (True, False)


def test_an_invalid_marker_is_reported() -> None:
    with pytest.raises(MarkerProblem):
        parse("python_version == '3' nonsense")


def test_the_machine_decides() -> None:
    windows = interpreter("3.12.1", WINDOWS).values()
    assert Evaluator(windows)("sys_platform == 'win32' and platform_machine == 'AMD64'")


@pytest.mark.parametrize(
    ("version", "minor"),
    [("3.12.1", (3, 12)), ("3.14.0rc1", (3, 14)), ("", (0, 0)), ("3", (0, 0)), ("3.²", (0, 0))],
)
def test_minor_versions(version: str, minor: tuple[int, int]) -> None:
    assert interpreter(version).minor == minor
