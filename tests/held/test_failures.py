"""uv fails in every phase, for real; each time the project is restored."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from typing import NamedTuple

import pytest

from ..crash.scenes import snapshot
from ..crash.test_killed import children
from ..program_result import ProgramResult
from .demo_project import DemoProject, check_as_before, check_result

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
SOURCE = "\n[tool.uv]\nno-build-isolation-package = ['slow']\n"


class Failure(NamedTuple):
    """How to cause a failure, the command to run, and a part of its message."""

    name: str
    spoil: Callable[[DemoProject], None]
    arguments: tuple[str, ...]
    says: str


def without_network(demo: DemoProject) -> None:
    demo.relock("three==2.0")  # one package, so that the message is always about this one
    demo.index.close()
    demo.index = type(demo.index)(demo.index.wheels)  # on another port


def broken_download(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.index.behave("truncates", r"/three-2.*whl$")


def failing_download(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.index.behave("fails", r"/three-2.*whl$")


def failing_index(demo: DemoProject) -> None:
    demo.write_manifest(*NEW)
    demo.clear_cache()
    demo.index.behave("fails", "/simple/three")


def unsatisfiable(demo: DemoProject) -> None:
    demo.write_manifest("three==1.0", "three==2.0")


def nothing(_: DemoProject) -> None:
    """No preparation: the arguments of the command cause the failure."""


def failing_build(demo: DemoProject) -> None:
    demo.write_manifest(*NEW, demo.source("broken", "raise RuntimeError('no compiler here')\n"))


def failing_last_build(demo: DemoProject) -> None:
    """Without isolation this package is built after all others are installed."""
    demo.manifest_tail += "\n[tool.uv]\nno-build-isolation-package = ['broken']\n"
    failing_build(demo)


def other_hash(demo: DemoProject) -> None:
    demo.relock(*NEW)
    lockfile = demo.root / "uv.lock"
    text = re.sub(r"(three-2.0\S+, hash = .sha256:)\w{4}", r"\g<1>0000", lockfile.read_text())
    assert "sha256:0000" in text
    lockfile.write_text(text)


def no_wheel(demo: DemoProject) -> None:
    """The download succeeds, but the file is no wheel."""
    wheel = demo.index.wheels / "six-1.0-py3-none-any.whl"
    wheel.write_text("nothing that can be unpacked")


def no_program(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.replace_uv("")
    (demo.root.parent / "programs/uv").write_bytes(b"\x7fELF is how it begins, and all of it")


def killed_uv(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.replace_uv('case "$1" in sync) kill -KILL $$;; esac; exec "$UV" "$@"')


def success_without_work(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.replace_uv('case "$1" in sync) exit 0;; esac; exec "$UV" "$@"')


FAILURES = (
    Failure("no network", without_network, ("sync",), "uv could not reach 127.0.0.1"),
    Failure("no network, recreate", without_network, ("recreate",), "uv could not reach 127.0.0.1"),
    Failure("truncated download", broken_download, ("sync",), "three"),
    Failure("download", failing_download, ("sync",), "127.0.0.1 answered 500"),
    Failure("index", failing_index, ("sync", "--lock"), "answered 500 "),
    Failure("no solution", unsatisfiable, ("sync", "--lock"), "no versions fit together"),
    Failure("no such version", nothing, ("add", "four==9"), "no versions fit together"),
    Failure("no such package", nothing, ("add", "nine"), "nine"),
    Failure("not in the manifest", nothing, ("remove", "nine"), "nine"),
    Failure("build", failing_build, ("sync", "--lock"), "RuntimeError: no compiler here"),
    Failure("last build", failing_last_build, ("sync", "--lock"), "no compiler here"),
    Failure("hash", other_hash, ("sync",), "three==2.0 does not have the pinned hash"),
    Failure("no wheel", no_wheel, ("add", "six"), "six"),
    Failure("uv killed", killed_uv, ("sync",), "uv was ended by signal 9"),
    Failure(
        "uv without effect", success_without_work, ("sync",), "four is not at its pinned version"
    ),
)


@pytest.mark.parametrize("failure", FAILURES, ids=[it.name for it in FAILURES])
def test_a_failure_is_rolled_back(demo: DemoProject, failure: Failure) -> None:
    failure.spoil(demo)
    before = snapshot(demo.root)
    result = demo.plain_lockstep(*failure.arguments)
    check_result(result, 1, "restored", failure.says, "demo is as it was")
    check_as_before(demo, before)


def test_a_uv_that_cannot_be_executed_is_refused(demo: DemoProject) -> None:
    no_program(demo)
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "cannot be run")
    check_as_before(demo, before)


def test_uv_is_killed_in_the_middle_of_an_installation(demo: DemoProject) -> None:
    demo.manifest_tail += SOURCE
    demo.write_manifest(*NEW, demo.stalling_source())
    before = snapshot(demo.root)
    process = demo.start("sync", "--lock")
    with demo.gate.open("w"):  # blocks until the build has started
        assert (demo.site_packages / "three-2.0.dist-info").is_dir()
        (death_watch,) = children(process.pid)[:1]
        (installer,) = children(death_watch)[:1]
        os.kill(installer, signal.SIGKILL)
    out, _ = process.communicate()
    result = ProgramResult(process.returncode, out, "")
    check_result(result, 1, "restored", "by signal 9; demo is as it was")
    check_as_before(demo, before)
