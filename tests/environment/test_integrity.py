"""Installed files against RECORD: damage is found, and files outside are never opened."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from lockstep.environment import hashing
from lockstep.environment.integrity import verify_files
from lockstep.environment.scan import scan
from lockstep.host import shared_open
from lockstep.host.cancellation import CancellationToken
from lockstep.model.report import Verified
from tests.installed_package import add_record_line, install, record_line

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def verified(packages: Path, cancellation: CancellationToken | None = None) -> Verified | None:
    root = packages.parents[2]
    found = scan((str(packages),)).distributions
    return verify_files(str(root), found, lambda *_: None, cancellation or CancellationToken())


def bad(packages: Path) -> list[tuple[str, str, str]]:
    """The damaged files, with paths below site-packages."""
    found = verified(packages)
    assert found is not None
    shown = (os.path.relpath(it.path, packages).replace(os.sep, "/") for it in found.bad)
    return [(it.package, path, it.how) for it, path in zip(found.bad, shown, strict=True)]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the real paths of files that are opened for hashing."""
    paths: list[str] = []

    def note(path: str, flags: int = 0) -> int:
        number = shared_open.open_to_read(path, flags)
        paths.append(os.path.realpath(path))
        return number

    monkeypatch.setattr(hashing, "open_to_read", note)
    return paths


@pytest.mark.usefixtures("one")
def test_sound_packages(packages: Path) -> None:
    install(packages, "two-1.0", {"two.py": "2"}, end="\r\n")
    assert verified(packages) == Verified(packages=2, files=7)


@pytest.mark.usefixtures("one")
def test_a_changed_byte_and_a_missing_file(packages: Path) -> None:
    (packages / "one" / "Größe.py").write_bytes(b"3\n")
    (packages / "one" / "empty.py").write_bytes(b" ")
    (packages / "one" / "__init__.py").unlink()
    (packages / "../../../bin/one").unlink()
    assert bad(packages) == [
        ("one", "../../../bin/one", "missing"),
        ("one", "one/Größe.py", "changed"),
        ("one", "one/__init__.py", "missing"),
        ("one", "one/empty.py", "changed"),
    ]


@pytest.mark.usefixtures("one")
def test_another_kind_of_entry_in_place_of_a_file(packages: Path) -> None:
    (packages / "one" / "empty.py").unlink()
    (packages / "one" / "empty.py").mkdir()
    if hasattr(os, "mkfifo"):
        (packages / "one" / "Größe.py").unlink()
        os.mkfifo(packages / "one" / "Größe.py")
    assert ("one", "one/empty.py", "changed") in bad(packages)


def test_every_algorithm_of_hashlib(packages: Path, one: Path) -> None:
    data = b"many hashes"
    (packages / "many").write_bytes(data)
    for algorithm in ("md5", "sha1", "sha384", "sha512", "blake2b", "sha3_256"):
        assert algorithm in hashlib.algorithms_available
        add_record_line(one, record_line("many", data, algorithm))
    assert bad(packages) == []
    (packages / "many").write_bytes(b"other bytes")
    assert bad(packages) == [("one", "many", "changed")] * 6
    add_record_line(one, "one/empty.py,crc32=AA,0")
    found = verified(packages)
    assert found
    assert found.passed_over == 1


@pytest.mark.parametrize("text", ["", "only nonsense\n", "\ud800"])
def test_a_damaged_record_counts_as_missing(packages: Path, one: Path, text: str) -> None:
    (one / "RECORD").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert bad(packages) == [("one", "one-1.0.dist-info/RECORD", "missing")]


def test_no_record_at_all(packages: Path, one: Path) -> None:
    (one / "RECORD").unlink()
    (packages / "two-1.0.dist-info").mkdir()
    (packages / "three-1.0.dist-info" / "RECORD").mkdir(parents=True)
    assert [it[:2] for it in bad(packages)] == [
        (name, f"{name}-1.0.dist-info/RECORD") for name in ("one", "three", "two")
    ]


def test_the_readable_part_of_a_damaged_record_is_used(packages: Path, one: Path) -> None:
    add_record_line(one, "half a li")
    (packages / "one" / "empty.py").unlink()
    assert [it[1] for it in bad(packages)] == ["one-1.0.dist-info/RECORD", "one/empty.py"]


def test_a_record_that_points_outside(
    tmp_path: Path, packages: Path, one: Path, opened: list[str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not of the environment")
    climb = os.path.relpath(secret, packages).replace(os.sep, "/")
    for path in (climb, str(secret), f"one/../../../../../{secret.name}", "one/.."):
        add_record_line(one, record_line(path, b""))
    add_record_line(one, "nul\0byte,sha256=AA,1")
    found = verified(packages)
    assert found
    assert (found.bad, found.files, found.passed_over) == ((), 5, 5)
    assert os.path.realpath(secret) not in opened
    assert len(opened) == 5


@needs_links
def test_links_that_lead_outside(
    tmp_path: Path, packages: Path, one: Path, opened: list[str]
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "__init__.py").write_bytes(b"elsewhere")
    (packages / "folder").symlink_to(away)
    (packages / "file.py").symlink_to(away / "__init__.py")
    (packages / "twice").symlink_to(packages / "folder")
    for path in ("folder/__init__.py", "file.py", "twice/__init__.py"):
        add_record_line(one, record_line(path, b"other"))
    found = verified(packages)
    assert found
    assert (found.bad, found.files, found.passed_over) == ((), 5, 3)
    assert not [it for it in opened if it.startswith(str(away))]


@needs_links
def test_links_that_lead_inside(packages: Path, one: Path) -> None:
    (packages / "folder").symlink_to(packages / "one")
    (packages / "file.py").symlink_to(packages / "one" / "__init__.py")
    (packages / "gone.py").symlink_to(packages / "nothing")
    for path in ("folder/__init__.py", "file.py", "gone.py"):
        add_record_line(one, record_line(path, b"1\n"))
    assert bad(packages) == [("one", "gone.py", "missing")]
    (packages / "one" / "__init__.py").write_bytes(b"changed")
    assert {it[1] for it in bad(packages)} == {
        *("folder/__init__.py", "file.py", "one/__init__.py", "gone.py")
    }


@pytest.mark.usefixtures("one")
def test_nothing_more_is_read_after_a_cancellation(packages: Path, opened: list[str]) -> None:
    cancellation = CancellationToken()
    cancellation.set()
    assert verified(packages, cancellation) is None
    assert opened == []
