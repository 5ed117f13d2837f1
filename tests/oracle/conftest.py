"""The workshop of the session, and one fixture that judges a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shutil import which

import pytest

from ..sampling import SEED
from .judging import FRESHNESS, freshness_share, judge
from .machine import pythons
from .pairs import Pair, lockstep_exists
from .workshop import Workshop

Judge = Callable[[Pair], None]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Whoever sees a random pair fail needs the seed to see it again."""
    terminalreporter.write_line(f"oracle: LOCKSTEP_SEED={SEED}")
    if FRESHNESS:
        told = ", ".join(f"{number} {word}" for word, number in FRESHNESS.most_common())
        terminalreporter.write_line(f"oracle: freshness {freshness_share():.1%} right ({told})")


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Without these Pythons and git most pairs could not be made, which must be seen."""
    absent = [minor for minor in ("3.11", "3.12") if minor not in pythons()]
    if absent or not which("git"):
        pytest.fail(f"the oracle needs git and Python {absent or ''}: none found here")
    made = Workshop(tmp_path_factory.mktemp("oracle"))
    yield made
    made.tidy()


@pytest.fixture
def same(workshop: Workshop) -> Judge:
    """Asks both about a pair and fails with both answers when they differ."""

    def judged(pair: Pair) -> None:
        if pair.recipe.python not in pythons():
            pytest.skip(f"no Python {pair.recipe.python} here")
        if not lockstep_exists():
            pytest.skip("no Lockstep to ask")
        verdict = judge(workshop, pair)
        if verdict.differences():
            pytest.fail(str(verdict), pytrace=False)

    return judged
