"""Installed packages, from names and files in site-packages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.environment.dist_info import BadName, is_inside, split_dist_info
from lockstep.environment.missing_files import EVERY, MissingFiles
from lockstep.environment.scan import Scan, scan
from lockstep.environment.state import look_at
from tests.environments import make_dist_info, make_environment

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return make_environment(tmp_path / ".venv")


def found(packages: Path) -> Scan:
    return scan((str(packages),))


def labels(packages: Path) -> list[str]:
    return [it.label for it in found(packages).distributions]


def test_packages_by_name(packages: Path) -> None:
    make_dist_info(packages, "Zope.Interface-6.0")
    make_dist_info(packages, "a_b-1.0.0+local.1")
    (packages / "idna").mkdir()
    assert labels(packages) == ["zope-interface 6.0", "a-b 1.0.0+local.1"]


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Foo_Bar-1.0", ("foo-bar", "1.0")),
        ("foo-1.0RC1", ("foo", "1.0rc1")),
        ("foo-v1.0-1", ("foo", "1.0.post1")),
        ("foo", None),
    ],
)
def test_folder_names(stem: str, expected: tuple[str, str] | None) -> None:
    assert split_dist_info(stem) == expected


@pytest.mark.parametrize("stem", ["-1.0", "foo-", "foo-x", "a-b-1.0", "é-1", "_-1"])
def test_bad_names(stem: str, packages: Path) -> None:
    with pytest.raises(BadName):
        split_dist_info(stem)
    (packages / f"{stem}.dist-info").mkdir()
    (distribution,) = found(packages).distributions
    assert distribution.damage == ("name",)


@pytest.mark.parametrize(
    ("without", "damage"),
    [
        ((), ()),
        (("METADATA",), ("metadata",)),
        (("RECORD",), ("record",)),
        (("INSTALLER",), ("interrupted",)),
        (("RECORD", "INSTALLER"), ("record",)),
        (("METADATA", "RECORD", "INSTALLER"), ("metadata", "record")),
        (("METADATA", "RECORD", "INSTALLER", "WHEEL"), ("empty",)),
    ],
)
def test_damages(packages: Path, without: tuple[str, ...], damage: tuple[str, ...]) -> None:
    make_dist_info(packages, "idna-3.10", without=without)
    (distribution,) = found(packages).distributions
    assert distribution.damage == damage


@pytest.mark.parametrize(
    ("file", "text", "damage"),
    [
        ("direct_url.json", '{"url": "file:///x", "dir_info": {}}', ()),
        ("direct_url.json", '{"url": "file:///x"}', ("origin",)),
        ("direct_url.json", '{"url": 3, "dir_info": {}}', ("origin",)),
        ("direct_url.json", "[" * 100_000, ("origin",)),
        ("uv_cache.json", "{}", ()),
        ("uv_cache.json", '{"timestamp": 3}', ("cache-info",)),
        ("uv_cache.json", "", ("cache-info",)),
    ],
)
def test_json_files(packages: Path, file: str, text: str, damage: tuple[str, ...]) -> None:
    make_dist_info(packages, "idna-3.10", {file: text})
    (distribution,) = found(packages).distributions
    assert distribution.damage == damage


def test_tags_are_read_from_the_header(packages: Path) -> None:
    wheel = "Wheel-Version: 1.0\r\nTag: py2-none-any\r\nTag: py3-none-any\r\n\r\nTag: no\r\n"
    make_dist_info(packages, "idna-3.10", {"WHEEL": wheel})
    assert found(packages).distributions[0].tags == ("py2-none-any", "py3-none-any")


def test_duplicates_are_all_listed(packages: Path) -> None:
    make_dist_info(packages, "idna-3.9")
    make_dist_info(packages, "Idna-3.10")
    environment = look_at(str(packages.parents[2]))
    environment = environment._replace(distributions=found(packages).distributions)
    assert len(environment.by_name()["idna"]) == 2


def test_egg_info(packages: Path) -> None:
    (packages / "zstd-0.22.0-py3.12.egg-info").mkdir()
    (packages / "old-1.0.egg-info").write_text("Name: old\nVersion: 1.0\n")
    (packages / "bare.egg-info").mkdir()
    (packages / "bare.egg-info" / "PKG-INFO").write_text("Name: bare\r\nVersion: 2.0\r\n\r\nx")
    (packages / "nothing.egg-info").mkdir()
    assert labels(packages) == ["bare 2.0", "old 1.0", "zstd 0.22.0"]
    assert {it.kind for it in found(packages).distributions} == {"egg-info"}


def test_egg_link(packages: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "my_tool.egg-info").mkdir(parents=True)
    (source / "my_tool.egg-info" / "PKG-INFO").write_text("Name: my-tool\nVersion: 0.1\n")
    (packages / "my-tool.egg-link").write_text(f"{source}\n.\n")
    (packages / "lost.egg-link").write_text("/nowhere\n")
    assert labels(packages) == ["my-tool 0.1"]
    assert found(packages).distributions[0].kind == "egg-link"


def test_leftovers(packages: Path) -> None:
    (packages / "~dna").mkdir()
    (packages / "~dna-3.9.dist-info").mkdir()
    (packages / "~").write_text("")
    assert [Path(it).name for it in found(packages).leftovers] == [
        "~",
        "~dna",
        "~dna-3.9.dist-info",
    ]
    assert labels(packages) == []


@needs_links
def test_links(packages: Path, tmp_path: Path) -> None:
    """uv does not follow a link in place of a dist-info."""
    make_dist_info(tmp_path, "linked-1.0")
    (packages / "linked-1.0.dist-info").symlink_to(tmp_path / "linked-1.0.dist-info")
    folder = make_dist_info(packages, "idna-3.10", without=("WHEEL",))
    (folder / "WHEEL").symlink_to("gone")
    assert labels(packages) == ["idna 3.10"]
    assert found(packages).distributions[0].broken_links == (str(folder / "WHEEL"),)


def test_a_second_scan_reads_changes_only(packages: Path) -> None:
    make_dist_info(packages, "idna-3.10")
    folder = make_dist_info(packages, "six-1.16.0")
    first = found(packages)
    (folder / "RECORD").unlink()
    os.utime(folder, ns=(1, 1))
    again = scan((str(packages),), first)
    assert again.distributions[0] is first.distributions[0]
    assert again.distributions[1].damage == ("record",)


def test_a_missing_folder_has_no_packages() -> None:
    assert scan(("/nowhere/site-packages",)) == Scan(folders={})


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("idna/core.py", True),
        ("./idna//core.py", True),
        ("../../../bin/tool", True),
        ("../../../../x", False),
        ("a/../../../../../x", False),
        ("/etc/x", False),
        ("C:/x", False),
        ("C:x", False),
        ("\\\\server\\share\\x", False),
        ("\\x", False),
        ("..\\..\\..\\..\\x", False),
        ("~/x", True),
    ],
)
def test_paths_inside_the_environment(path: str, inside: bool) -> None:  # noqa: FBT001 - a row of a table
    assert is_inside(path, 3) is inside


def test_a_check_changes_nothing(packages: Path) -> None:
    make_dist_info(packages, "idna-3.10", {"RECORD": "../../../../outside.py,,\n"})
    before = facts_below(packages.parents[3])
    environment = look_at(str(packages.parents[2]))
    environment = environment._replace(distributions=found(packages).distributions)
    MissingFiles().add(environment, EVERY)
    assert facts_below(packages.parents[3]) == before


def facts_below(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every path, with the facts that a write would change."""
    stats = {str(it): it.lstat() for it in folder.rglob("*")}
    return {path: (it.st_ino, it.st_size, it.st_mtime_ns) for path, it in stats.items()}
