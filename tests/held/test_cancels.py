"""Ctrl-C in every phase of a sync with real uv; what tells of the phase is an event."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..ended import Ended
from .home import Home, check_as_before, check_ended

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
CANCELLED = (130, "cancelled", "Cancelled; demo is as it was")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def cancel(process: subprocess.Popen[str]) -> Ended:
    """What a sync says that is cancelled now."""
    process.send_signal(signal.SIGINT)
    return end_of(process)


def end_of(process: subprocess.Popen[str]) -> Ended:
    out, _ = process.communicate()
    return Ended(process.returncode, out, "")


@pytest.mark.parametrize(
    "arguments", [("sync", "--lock"), ("add", "four==2.0"), ("remove", "four")], ids="".join
)
def test_while_locking(home: Home, arguments: tuple[str, ...]) -> None:
    if arguments[0] == "sync":
        home.depend(*NEW)
    home.forget()
    home.index.feel("stalls", "/simple/")
    if arguments[0] == "remove":
        # It asks no index: only what is in the lockfile already counts.
        (home.root / "uv.lock").unlink()
    before = snapshot(home.root)
    process = home.start(*arguments)
    home.index.wait_until_asked()
    check_ended(cancel(process), *CANCELLED)
    check_as_before(home, before)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_while_downloading(home: Home, command: str) -> None:
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    before = snapshot(home.root)
    process = home.start(command)
    home.index.wait_until_asked()
    check_ended(cancel(process), *CANCELLED)
    check_as_before(home, before)


def test_while_downloading_what_was_added(home: Home) -> None:
    home.index.feel("stalls", r"/five-.*whl$")
    before = snapshot(home.root)
    process = home.start("add", "five")
    home.index.wait_until_asked()
    for name in ("pyproject.toml", "uv.lock"):
        assert "five" in (home.root / name).read_text(), "it is in both already"
    check_ended(cancel(process), *CANCELLED)
    check_as_before(home, before)


def test_while_building(home: Home) -> None:
    home.depend(*NEW, home.stalling_source())
    before = snapshot(home.root)
    process = home.start("sync", "--lock")
    with home.gate.open("w"):  # opens when the build has come there
        check_ended(cancel(process), *CANCELLED)
    check_as_before(home, before)


def test_while_installing(home: Home) -> None:
    """What is built without isolation is built last, in an environment that is half the new one."""
    home.more += "\n[tool.uv]\nno-build-isolation-package = ['slow']\n"
    home.depend(*NEW, home.stalling_source())
    before = snapshot(home.root)
    process = home.start("sync", "--lock")
    with home.gate.open("w"):
        assert (home.site_packages / "three-2.0.dist-info").is_dir()
        check_ended(cancel(process), *CANCELLED)
    check_as_before(home, before)


def test_while_verifying(home: Home) -> None:
    """It is too late then: the new environment stands, and so it is said."""
    home.want(*NEW)
    os.mkfifo(home.gate)
    # The check that follows reads this file of the project, and waits there.
    link = f'ln -s "{home.gate}" "{home.root}/uv.toml"'
    home.stand_in(f'"$UV" "$@" || exit; case "$1" in sync) {link};; esac')
    process = home.start("sync")
    with home.gate.open("w"):
        process.send_signal(signal.SIGINT)
    ended = end_of(process)
    check_ended(ended, 0, "done", "Synced demo: 2 packages changed")
    (home.root / "uv.toml").unlink()
    assert home.lockstep_freely("check", "--files").status == 0


def test_while_the_project_is_read(home: Home) -> None:
    home.want(*NEW)
    before = snapshot(home.root)
    os.mkfifo(home.gate)
    (home.root / "uv.toml").symlink_to(home.gate)
    process = home.start("sync")
    with home.gate.open("w"):
        process.send_signal(signal.SIGINT)
        (home.root / "uv.toml").unlink()
    check_ended(end_of(process), *CANCELLED)
    check_as_before(home, before)
