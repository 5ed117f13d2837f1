"""Environments that are cyclic, vanish, are unreadable, or have contents no installer writes."""

from __future__ import annotations

import os
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from lockstep.cli.main import main
from tests.badinput.projects import Answer, make_project, run_check
from tests.badinput.test_files import forbid
from tests.environments import make_dist_info, make_environment

pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


PINNED = 'registry = "https://index.example/simple"'
SOURCES = [
    PINNED,
    'git = "https://git.example/b#0123"',
    'url = "https://files.example/b.zip"',
    'path = "b.zip"',
    'editable = "b"',
]


def codes(answer: Answer) -> list[str]:
    return [it["code"] for it in answer.report["findings"]]


def without_environment(tmp_path: Path) -> Path:
    """Create a project and move its environment away; the old path of its site-packages."""
    packages = make_project(tmp_path)
    (tmp_path / ".venv").rename(tmp_path / "elsewhere")
    return packages


@needs_links
@pytest.mark.parametrize("target", [".venv", "other", "nowhere"])
def test_a_dangling_link(capsys: Capture, tmp_path: Path, target: str) -> None:
    without_environment(tmp_path)
    (tmp_path / ".venv").symlink_to(target)
    (tmp_path / "other").symlink_to(".venv")
    answer = run_check(capsys, tmp_path, "--format", "json")
    assert answer.status == 1
    assert "environment-foreign" in codes(answer)


def test_holders_of_a_missing_environment(capsys: Capture, tmp_path: Path) -> None:
    status = main(["holders", "--environment", str(tmp_path / "nowhere")])
    assert status == 2
    assert "there is no environment at" in capsys.readouterr().err


@needs_links
def test_a_link_to_an_environment_is_accepted(capsys: Capture, tmp_path: Path) -> None:
    without_environment(tmp_path)
    (tmp_path / ".venv").symlink_to("elsewhere")
    assert run_check(capsys, tmp_path).status == 0


@needs_links
def test_site_packages_that_contain_themselves(capsys: Capture, tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    (packages / "loop").symlink_to(packages)
    (packages / "ring-1.0.dist-info").symlink_to("ring-1.0.dist-info")
    (packages / "ring-1.0.egg-info").symlink_to("ring-1.0.egg-info")
    record = packages / "idna-3.10.dist-info" / "RECORD"
    record.write_text("loop/loop/loop/idna-3.10.dist-info/METADATA,,\n" * 3)
    run_check(capsys, tmp_path, "--files")


@pytest.mark.parametrize("nth", range(6))
def test_an_environment_that_vanishes(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    make_project(tmp_path)
    fail(monkeypatch, nth, FileNotFoundError(2, "No such file or directory"))
    run_check(capsys, tmp_path, "--files")


@pytest.mark.parametrize("nth", range(6))
def test_an_environment_that_cannot_be_listed(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    make_project(tmp_path)
    fail(monkeypatch, nth, PermissionError(13, "Permission denied"))
    run_check(capsys, tmp_path, "--files")


def fail(monkeypatch: pytest.MonkeyPatch, nth: int, mistake: OSError) -> None:
    """Make the nth listing of a folder fail, and every later one."""
    really, count = os.listdir, iter(range(1000))

    def listing(path: Any = ".") -> Any:
        if next(count) >= nth:
            raise mistake
        return really(path)

    if os.listdir in os.supports_fd:
        monkeypatch.setattr(os, "supports_fd", {*os.supports_fd, listing})
    monkeypatch.setattr(os, "listdir", listing)


def test_a_folder_that_cannot_be_read(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyvenv.cfg the folder is listed to see whether it is empty."""
    without_environment(tmp_path)
    (tmp_path / ".venv").mkdir()
    fail(monkeypatch, 0, PermissionError(13, "Permission denied"))
    assert run_check(capsys, tmp_path).status in (1, 2)


def test_an_unreadable_pyvenv_cfg_is_not_missing(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path)
    forbid(monkeypatch, "pyvenv.cfg")
    answer = run_check(capsys, tmp_path)
    assert answer.status in (1, 2)
    assert "pyvenv.cfg is gone" not in answer.output


@pytest.mark.parametrize(
    "cfg",
    [
        *("", "=", "version_info = ", "version = x.y.z", "version = 3.²"),
        "home = a\0b\nversion = 3.12.1",
        "version_info = 3.12.1.final.0\nhome",
        "version = 3.12.1\nimplementation = Nonsense",
    ],
)
def test_a_strange_pyvenv_cfg(capsys: Capture, tmp_path: Path, cfg: str) -> None:
    make_project(tmp_path)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(cfg, encoding="utf-8")
    run_check(capsys, tmp_path)


@pytest.mark.parametrize(
    "record",
    [
        "/etc/passwd,,\n",
        "../../../../../../../etc/passwd,,\n../../../../pyproject.toml,,\n../../../../x.py,,\n",
        "C:\\Windows\\x.dll,,\nC:x,,\n\\\\server\\share\\x,,\n",
        "a\0b/c.py,,\n",
        '"unclosed,,\n',
        '"a"b"c",,\n,,,\n\n',
        "~/x,,\n$HOME/x,,\n",
        "\ufeffidna-3.10.dist-info/METADATA,,\n",
    ],
)
def test_a_hostile_record(capsys: Capture, tmp_path: Path, record: str) -> None:
    packages = make_project(tmp_path)
    path = packages / "idna-3.10.dist-info" / "RECORD"
    path.write_text(record, encoding="utf-8")
    words = run_check(capsys, tmp_path, "--files").output
    assert "passwd" not in words
    assert "x.py" not in words


@pytest.mark.parametrize(
    "url",
    ["", "http://[", "http://x:port/y", "file:///a\\u0000b", "file://[x", "git+ssh://", "::", "%"],
)
def test_a_strange_origin(capsys: Capture, tmp_path: Path, url: str) -> None:
    packages = make_project(tmp_path)
    lockfile = (tmp_path / "uv.lock").read_text()
    for source, info in product(SOURCES, ("dir_info", "archive_info", "vcs_info")):
        (tmp_path / "uv.lock").write_text(lockfile.replace(PINNED, source))
        rest = f'"{info}": {{"commit_id": 3, "editable": "x"}}, "subdirectory": []'
        direct_url = packages / "idna-3.10.dist-info" / "direct_url.json"
        direct_url.write_text(f'{{"url": "{url}", {rest}}}')
        assert run_check(capsys, tmp_path).status in (1, 2)


@pytest.mark.parametrize(
    "name",
    [
        *("x-1.0.0.0.dist-info", "-1.dist-info", ".dist-info", "a-b-c.dist-info", "x.dist-info"),
        *("x-1.0-py3.12.egg-info", "x-.egg-info", "x-1!.egg-info"),
        *("é-1.dist-info", "~.dist-info", "~"),
    ],
)
def test_a_strange_name(capsys: Capture, tmp_path: Path, name: str) -> None:
    packages = make_project(tmp_path)
    (packages / name).mkdir()
    run_check(capsys, tmp_path, "--files")


@pytest.mark.parametrize("text", ["", "\n\n", ".", "a\0b", "/nowhere", "../../../.."])
def test_a_strange_egg_link(capsys: Capture, tmp_path: Path, text: str) -> None:
    packages = make_project(tmp_path)
    (packages / "thing.egg-link").write_text(text)
    run_check(capsys, tmp_path)


def test_hundreds_of_damaged_packages(capsys: Capture, tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    for number in range(500):
        make_dist_info(packages, f"p{number}-1.0", without=("RECORD", "METADATA"))
    assert run_check(capsys, tmp_path).status == 1


def test_an_environment_elsewhere(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path)
    make_environment(tmp_path / "other")
    monkeypatch.setenv("UV_PROJECT_ENVIRONMENT", "other")
    answer = run_check(capsys, tmp_path, "--format", "json")
    assert answer.report["environment"] == str(tmp_path / "other")
    assert answer.status == 1
