"""The count of verified packages: its order, and callbacks that block or cancel."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.environment.integrity import verify_files
from lockstep.environment.scan import scan
from lockstep.host.cancellation import CancellationToken
from tests.environments import make_dist_info
from tests.installed_package import add_record_line, install


class _WaitingCallback:
    """A callback that waits at every count except the first, which comes before any work."""

    def __init__(self, wait: Callable[..., None]) -> None:
        self._wait = wait

    def __call__(self, done: int, count: int) -> None:
        if done:
            self._wait(done, count)


@pytest.mark.usefixtures("one")
def test_two_verifications_restore_the_switch_interval(packages: Path) -> None:
    """The first verification starts first and ends first."""
    root, before = str(packages.parents[2]), sys.getswitchinterval()
    has_begun, may_end = threading.Event(), threading.Event()

    def wait(*_: int) -> None:
        has_begun.set()
        may_end.wait()

    def on_count(done: int, _: int) -> None:
        if done and not second.is_alive():
            second.start()
            has_begun.wait()

    found = scan((str(packages),)).distributions
    second = threading.Thread(
        target=verify_files, args=(root, found, _WaitingCallback(wait), CancellationToken())
    )
    verify_files(root, found, on_count, CancellationToken())
    may_end.set()
    second.join()
    assert sys.getswitchinterval() == before


def test_it_is_cancelled_in_the_middle_of_a_file(packages: Path, one: Path) -> None:
    """The file is too large to be read to its end."""
    with (packages / "huge").open("wb") as file:
        file.truncate(1 << 42)
    add_record_line(one, "huge,sha256=AA,1")
    cancellation = CancellationToken()

    def on_count(done: int, _: int) -> None:
        if done:
            cancellation.set()

    make_dist_info(packages, "zero-1.0")
    found = scan((str(packages),)).distributions
    assert verify_files(str(packages.parents[2]), found, on_count, cancellation) is None


@pytest.mark.usefixtures("one")
def test_packages_are_counted_one_after_the_other(packages: Path) -> None:
    many = {f"many/{it}.py": str(it) for it in range(1000)}
    install(packages, "many-1.0", many)
    calls: list[tuple[int, int]] = []
    found = scan((str(packages),)).distributions
    verify_files(str(packages.parents[2]), found, lambda *it: calls.append(it), CancellationToken())
    assert calls == [(0, 2), (1, 2), (2, 2)]
