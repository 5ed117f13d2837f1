"""When the sweeper looks for holders, and what it remembers."""

from __future__ import annotations

import pytest

from lockstep.holders import stale
from lockstep.model.holder import CodeHolders, Holder
from lockstep.session import sweeper
from lockstep.session.client import Client
from lockstep.session.sweeper import Sweeper


class FakeSearch:
    """The aside folders and holders that a sweeper finds, and the number of its searches."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.code_holders = CodeHolders()
        self.is_left = False
        self.looks = self.sweeps = 0
        monkeypatch.setattr(sweeper, "is_left", lambda _: self.is_left)
        monkeypatch.setattr(sweeper, "may_be_left", lambda _: self.is_left)
        monkeypatch.setattr(sweeper, "sweep_quietly", self._sweep)
        monkeypatch.setattr(stale, "code_holders_of", self._look)

    def _sweep(self, _: str) -> None:
        self.sweeps += 1

    def _look(self, _: str) -> CodeHolders:
        self.looks += 1
        return self.code_holders

    def clock(self) -> float:
        return self.now


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> FakeSearch:
    return FakeSearch(monkeypatch)


def sweeper_of(search: FakeSearch, *, trusted: bool = True) -> Sweeper:
    return Sweeper(search.clock, Client(trusted=trusted))


def test_without_aside_folders_nothing_is_searched(search: FakeSearch) -> None:
    found = sweeper_of(search)
    found.add("/p", "/p/.venv")
    assert found.look(["/p"]) == []
    assert search.looks == 0


def test_one_search_after_a_sync(search: FakeSearch) -> None:
    found = sweeper_of(search)
    found.begin("/p", "/p/.venv")
    for _ in range(9):
        assert found.look(["/p"]) == []
        search.now += 100
    assert search.looks == 1


def test_pauses_grow_while_aside_folders_are_left(search: FakeSearch) -> None:
    search.is_left = True
    found = sweeper_of(search)
    found.add("/p", "/p/.venv")
    times = []
    for second in range(300):
        search.now = second
        looks = search.looks
        found.look(["/p"])
        times += [second] if search.looks > looks else []
    assert times == [0, 2, 6, 14, 30, 62, 122, 182, 242]
    assert search.sweeps == search.looks
    search.is_left = False
    search.now = 302
    found.look(["/p"])
    search.now = 1000
    found.look(["/p"])
    assert search.looks == len(times) + 1


def test_the_end_of_a_holder_is_noticed_at_once(search: FakeSearch) -> None:
    unused_pid = 2**22 + 1
    search.code_holders = CodeHolders(stale=(Holder(unused_pid, "gone", "gone", 1.0, "image", ()),))
    found = sweeper_of(search)
    found.begin("/p", "/p/.venv")
    assert found.look(["/p"]) == ["/p"]
    assert found.code_holders("/p") == search.code_holders
    search.code_holders = CodeHolders()
    assert found.look([]) == []
    assert found.look(["/p"]) == ["/p"]
    assert found.code_holders("/p") == CodeHolders()
    found.forget("/p")
    assert found.look(["/p"]) == []


def test_without_trust_nothing_is_swept(search: FakeSearch) -> None:
    search.is_left = True
    found = sweeper_of(search, trusted=False)
    found.add("/p", "/p/.venv")
    found.look(["/p"])
    assert (search.looks, search.sweeps) == (1, 0)


def test_a_failing_search_does_not_end_the_session(
    search: FakeSearch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> CodeHolders:
        raise RuntimeError("no processes today")

    monkeypatch.setattr(stale, "code_holders_of", fail)
    found = sweeper_of(search)
    found.begin("/p", "/p/.venv")
    assert found.look(["/p"]) == []
    assert "no processes today" in caplog.text
