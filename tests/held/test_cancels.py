"""Ctrl-C in every phase of a sync with real uv; an event shows that the phase is reached."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from ..crash.scenes import snapshot
from ..program_result import ProgramResult
from .demo_project import DemoProject, check_as_before, check_result

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
CANCELLED = (130, "cancelled", "Cancelled; demo is as it was")


def cancel(process: subprocess.Popen[str]) -> ProgramResult:
    """Send SIGINT to a sync; its result."""
    process.send_signal(signal.SIGINT)
    return result_of(process)


def result_of(process: subprocess.Popen[str]) -> ProgramResult:
    out, _ = process.communicate()
    return ProgramResult(process.returncode, out, "")


@pytest.mark.parametrize(
    "arguments", [("sync", "--lock"), ("add", "four==2.0"), ("remove", "four")], ids="".join
)
def test_while_locking(demo: DemoProject, arguments: tuple[str, ...]) -> None:
    if arguments[0] == "sync":
        demo.write_manifest(*NEW)
    demo.clear_cache()
    demo.index.behave("stalls", "/simple/")
    if arguments[0] == "remove":
        # No request to the index: only the pins already in the lockfile count.
        (demo.root / "uv.lock").unlink()
    before = snapshot(demo.root)
    process = demo.start(*arguments)
    demo.index.wait_until_stalled()
    check_result(cancel(process), *CANCELLED)
    check_as_before(demo, before)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_while_downloading(demo: DemoProject, command: str) -> None:
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    before = snapshot(demo.root)
    process = demo.start(command)
    demo.index.wait_until_stalled()
    check_result(cancel(process), *CANCELLED)
    check_as_before(demo, before)


def test_while_downloading_an_added_package(demo: DemoProject) -> None:
    demo.index.behave("stalls", r"/five-.*whl$")
    before = snapshot(demo.root)
    process = demo.start("add", "five")
    demo.index.wait_until_stalled()
    for name in ("pyproject.toml", "uv.lock"):
        assert "five" in (demo.root / name).read_text(), "both files are already changed"
    check_result(cancel(process), *CANCELLED)
    check_as_before(demo, before)


def test_while_building(demo: DemoProject) -> None:
    demo.write_manifest(*NEW, demo.stalling_source())
    before = snapshot(demo.root)
    process = demo.start("sync", "--lock")
    with demo.gate.open("w"):  # blocks until the build has started
        check_result(cancel(process), *CANCELLED)
    check_as_before(demo, before)


def test_while_installing(demo: DemoProject) -> None:
    """Packages built without isolation come last, when the environment is half changed."""
    demo.manifest_tail += "\n[tool.uv]\nno-build-isolation-package = ['slow']\n"
    demo.write_manifest(*NEW, demo.stalling_source())
    before = snapshot(demo.root)
    process = demo.start("sync", "--lock")
    with demo.gate.open("w"):
        assert (demo.site_packages / "three-2.0.dist-info").is_dir()
        check_result(cancel(process), *CANCELLED)
    check_as_before(demo, before)


def test_while_verifying(demo: DemoProject) -> None:
    """Ctrl-C comes too late: the new environment is committed, and the outcome says so."""
    demo.relock(*NEW)
    os.mkfifo(demo.gate)
    # The check after the sync reads this file of the project, and blocks there.
    link = f'ln -s "{demo.gate}" "{demo.root}/uv.toml"'
    demo.replace_uv(f'"$UV" "$@" || exit; case "$1" in sync) {link};; esac')
    process = demo.start("sync")
    with demo.gate.open("w"):
        process.send_signal(signal.SIGINT)
    result = result_of(process)
    check_result(result, 0, "done", "Synced demo: 2 packages changed")
    (demo.root / "uv.toml").unlink()
    assert demo.plain_lockstep("check", "--files").status == 0


def test_while_the_project_is_read(demo: DemoProject) -> None:
    demo.relock(*NEW)
    before = snapshot(demo.root)
    os.mkfifo(demo.gate)
    (demo.root / "uv.toml").symlink_to(demo.gate)
    process = demo.start("sync")
    with demo.gate.open("w"):
        process.send_signal(signal.SIGINT)
        (demo.root / "uv.toml").unlink()
    check_result(result_of(process), *CANCELLED)
    check_as_before(demo, before)
