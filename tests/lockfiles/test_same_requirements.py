"""Whether two lists of requirements mean the same in different notations."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.freshness.entry import Entry, tidy_specifier
from lockstep.lockfiles.freshness.marker_space import points
from lockstep.lockfiles.freshness.requirements import differences, recorded
from lockstep.lockfiles.freshness.sameness import same_specifiers

WIN = "sys_platform == 'win32'"
NOT_WIN = "sys_platform != 'win32'"


def same_markers(one: str, two: str, requires_python: str = ">=3.10") -> bool:
    samples = points((one, two), requires_python)
    return samples is not None and all(at(one) == at(two) for at in samples)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("", "", True),
        (WIN, NOT_WIN, False),
        (WIN, "platform_system == 'Windows'", True),
        (WIN, "os_name == 'nt'", False),
        ("python_version >= '3.8'", "", True),
        ("python_version >= '3.11'", "", False),
        ("python_version >= '3.11'", "python_full_version >= '3.11'", True),
        ("python_version > '3.10'", "python_full_version >= '3.11'", True),
        ("python_version < '3.11'", "python_version == '3.10'", True),
        ("python_full_version < '3.10.5'", "python_version < '3.11'", False),
        (f"{WIN} or {NOT_WIN}", "", True),
        (f"({WIN}) and python_version < '3.12'", f"python_version < '3.12' and {WIN}", True),
        ("extra == 'a' or extra == 'b'", "extra == 'b' or extra == 'a'", True),
        ("extra == 'a'", "extra == 'b'", False),
        ("platform_machine == 'arm64'", "platform_machine != 'x86_64'", False),
        ("'linux' in sys_platform", "sys_platform == 'linux'", True),
    ],
)
def test_markers(one: str, two: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert same_markers(one, two) is expected
    assert same_markers(two, one) is expected


def test_requires_python_limits_the_comparison() -> None:
    assert same_markers("python_version < '3.12'", "", ">=3.10,<3.12")
    assert not same_markers("python_version < '3.12'", "", ">=3.10")


def test_too_many_points_are_not_tried() -> None:
    markers = [f"platform_{it} == '{n}'" for it in ("release", "machine") for n in range(40)]
    markers += [f"implementation_name == '{n}'" for n in range(40)]
    assert points(markers, ">=3.10") is None


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ([">=1"], [">=1.0"], True),
        ([">=1", "<2"], ["<2,>=1"], True),
        (["~=1.4"], [">=1.4,<2"], True),
        (["==1.*"], [">=1,<2"], False),
        (["==1.0"], ["==1"], True),
        (["==1"], ["===1"], False),
        ([">1"], [">=1"], False),
        ([">=1"], [">=1a1"], False),
        ([], [""], True),
        ([], [">=0"], False),
        (["!=1.5"], [], False),
        ([">=x"], [">=1"], False),
    ],
)
def test_specifiers(one: list[str], two: list[str], expected: bool) -> None:  # noqa: FBT001
    assert same_specifiers(one, two) is expected


def names(given: list[Entry], known: list[Entry]) -> list[str]:
    return [it.name for it in differences(given, known, ">=3.10")]


def test_differences() -> None:
    idna, six = Entry("idna", specifier=">=3"), Entry("six")
    assert names([idna, six], [six, idna]) == []
    assert names([idna], [six]) == ["idna", "six"]
    assert names([idna], [idna._replace(specifier="<3.0,>=3")]) == ["idna"]
    assert names([idna], [idna._replace(extras=("x",))]) == ["idna"]
    assert names([idna], [idna._replace(source=("git", "https://git.example/idna"))]) == ["idna"]
    assert names([idna], [idna._replace(registry="https://index.example/simple")]) == ["idna"]
    halves = [idna._replace(marker=WIN), idna._replace(marker=NOT_WIN)]
    assert names([idna], halves) == []


def test_recorded_entries() -> None:
    table = {"name": "Foo_Bar", "extras": ["b", "a"], "specifier": "< 2 , >=1", "editable": "../x"}
    (entry,) = recorded([table, "nonsense"], "/ws/app")
    assert entry == Entry("foo-bar", ("a", "b"), "<2,>=1", source=("editable", "/ws/x"))
    (windows,) = recorded([{"name": "x", "path": "..\\X.whl"}], "C:\\Ws\\App")
    assert windows.source == ("path", "c:/ws/x.whl")
    assert recorded("nonsense", "/") == []


def test_specifiers_are_tidied() -> None:
    assert tidy_specifier(" >= 1 ,< 2, ") == "<2,>=1"
