"""The installer fails in every phase, with real uv: each time everything is as it was."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ..crash.scenes import snapshot
from ..crash.test_killed import children
from ..ended import Ended
from .home import Home, check_as_before, check_ended

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
SOURCE = "\n[tool.uv]\nno-build-isolation-package = ['slow']\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


class Failure(NamedTuple):
    """What goes wrong, what is asked for then, and what is said of it."""

    name: str
    spoil: Callable[[Home], None]
    arguments: tuple[str, ...]
    says: str


def without_network(home: Home) -> None:
    home.want("three==2.0")  # of several nobody knows which one fails first
    home.index.close()
    home.index = type(home.index)(home.index.wheels)  # at another port


def broken_download(home: Home) -> None:
    home.want(*NEW)
    home.index.feel("breaks off", r"/three-2.*whl$")


def failing_download(home: Home) -> None:
    home.want(*NEW)
    home.index.feel("errs", r"/three-2.*whl$")


def failing_index(home: Home) -> None:
    home.depend(*NEW)
    home.forget()
    home.index.feel("errs", "/simple/three")


def impossible(home: Home) -> None:
    home.depend("three==1.0", "three==2.0")


def nothing(_: Home) -> None:
    """What is asked for is wrong in itself."""


def failing_build(home: Home) -> None:
    home.depend(*NEW, home.source("broken", "raise RuntimeError('no compiler here')\n"))


def failing_build_at_last(home: Home) -> None:
    """Without isolation it is built when everything else is installed already."""
    home.more += "\n[tool.uv]\nno-build-isolation-package = ['broken']\n"
    failing_build(home)


def other_hash(home: Home) -> None:
    home.want(*NEW)
    lockfile = home.root / "uv.lock"
    text = re.sub(r"(three-2.0\S+, hash = .sha256:)\w{4}", r"\g<1>0000", lockfile.read_text())
    assert "sha256:0000" in text
    lockfile.write_text(text)


def no_wheel(home: Home) -> None:
    """What is downloaded is whole, and no wheel."""
    wheel = home.index.wheels / "six-1.0-py3-none-any.whl"
    wheel.write_text("nothing that can be unpacked")


def no_program(home: Home) -> None:
    home.want(*NEW)
    home.stand_in("")
    (home.root.parent / "programs/uv").write_bytes(b"\x7fELF is how it begins, and all of it")


def suicide(home: Home) -> None:
    home.want(*NEW)
    home.stand_in('case "$1" in sync) kill -KILL $$;; esac; exec "$UV" "$@"')


def success_without_work(home: Home) -> None:
    home.want(*NEW)
    home.stand_in('case "$1" in sync) exit 0;; esac; exec "$UV" "$@"')


FAILURES = (
    Failure("no network", without_network, ("sync",), "uv could not reach 127.0.0.1"),
    Failure("no network, anew", without_network, ("recreate",), "uv could not reach 127.0.0.1"),
    Failure("a download breaks off", broken_download, ("sync",), "three"),
    Failure("a download fails", failing_download, ("sync",), "127.0.0.1 answered 500"),
    Failure("the index fails", failing_index, ("sync", "--lock"), "answered 500 "),
    Failure("no solution", impossible, ("sync", "--lock"), "no versions fit together"),
    Failure("no such version", nothing, ("add", "four==9"), "no versions fit together"),
    Failure("no such package", nothing, ("add", "nine"), "nine"),
    Failure("not in the manifest", nothing, ("remove", "nine"), "nine"),
    Failure("a build", failing_build, ("sync", "--lock"), "RuntimeError: no compiler here"),
    Failure("the last build", failing_build_at_last, ("sync", "--lock"), "no compiler here"),
    Failure("a hash", other_hash, ("sync",), "three==2.0 does not have the pinned hash"),
    Failure("no wheel", no_wheel, ("add", "six"), "six"),
    Failure("uv is killed", suicide, ("sync",), "uv was ended by signal 9"),
    Failure("uv did nothing", success_without_work, ("sync",), "four is not at its pinned version"),
)


@pytest.mark.parametrize("failure", FAILURES, ids=[it.name for it in FAILURES])
def test_a_failure_leaves_everything_as_it_was(home: Home, failure: Failure) -> None:
    failure.spoil(home)
    before = snapshot(home.root)
    ended = home.lockstep_freely(*failure.arguments)
    check_ended(ended, 1, "restored", failure.says, "demo is as it was")
    check_as_before(home, before)


def test_a_uv_that_is_no_program_is_refused(home: Home) -> None:
    no_program(home)
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "cannot be run")
    check_as_before(home, before)


def test_uv_is_killed_when_half_of_it_is_installed(home: Home) -> None:
    home.more += SOURCE
    home.depend(*NEW, home.stalling_source())
    before = snapshot(home.root)
    process = home.start("sync", "--lock")
    with home.gate.open("w"):  # opens when the build has come there
        assert (home.site_packages / "three-2.0.dist-info").is_dir()
        (death_watch,) = children(process.pid)[:1]
        (installer,) = children(death_watch)[:1]
        os.kill(installer, signal.SIGKILL)
    out, _ = process.communicate()
    ended = Ended(process.returncode, out, "")
    check_ended(ended, 1, "restored", "by signal 9; demo is as it was")
    check_as_before(home, before)
