"""When the sweeper looks for holders, and what it remembers."""

from __future__ import annotations

import pytest

from lockstep.holders import stale
from lockstep.model.holder import CodeHolders, Holder
from lockstep.session import sweeper
from lockstep.session.sweeper import Sweeper


class World:
    """What a sweeper finds, and how often it looked."""

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
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def sweeper_of(world: World, *, trusted: bool = True) -> Sweeper:
    return Sweeper(world.clock, trusted=trusted)


def test_where_nothing_is_left_nobody_looks(world: World) -> None:
    found = sweeper_of(world)
    found.add("/p", "/p/.venv")
    assert found.look(["/p"]) == []
    assert world.looks == 0


def test_one_look_after_a_sync(world: World) -> None:
    found = sweeper_of(world)
    found.begin("/p", "/p/.venv")
    for _ in range(9):
        assert found.look(["/p"]) == []
        world.now += 100
    assert world.looks == 1


def test_pauses_grow_while_something_is_left(world: World) -> None:
    world.is_left = True
    found = sweeper_of(world)
    found.add("/p", "/p/.venv")
    times = []
    for second in range(300):
        world.now = second
        looks = world.looks
        found.look(["/p"])
        times += [second] if world.looks > looks else []
    assert times == [0, 2, 6, 14, 30, 62, 122, 182, 242]
    assert world.sweeps == world.looks
    world.is_left = False
    world.now = 302
    found.look(["/p"])
    world.now = 1000
    found.look(["/p"])
    assert world.looks == len(times) + 1


def test_the_end_of_a_holder_is_seen_at_once(world: World) -> None:
    nobody = 2**22 + 1
    world.code_holders = CodeHolders(stale=(Holder(nobody, "gone", "gone", 1.0, "image", ()),))
    found = sweeper_of(world)
    found.begin("/p", "/p/.venv")
    assert found.look(["/p"]) == ["/p"]
    assert found.code_holders("/p") == world.code_holders
    world.code_holders = CodeHolders()
    assert found.look([]) == []
    assert found.look(["/p"]) == ["/p"]
    assert found.code_holders("/p") == CodeHolders()
    found.forget("/p")
    assert found.look(["/p"]) == []


def test_without_trust_nothing_is_swept(world: World) -> None:
    world.is_left = True
    found = sweeper_of(world, trusted=False)
    found.add("/p", "/p/.venv")
    found.look(["/p"])
    assert (world.looks, world.sweeps) == (1, 0)


def test_a_look_that_fails_ends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> CodeHolders:
        raise RuntimeError("no processes today")

    monkeypatch.setattr(stale, "code_holders_of", fail)
    found = sweeper_of(world)
    found.begin("/p", "/p/.venv")
    assert found.look(["/p"]) == []
    assert "no processes today" in caplog.text
