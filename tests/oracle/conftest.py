"""The fixtures of the oracle: projects of the session, and the comparison of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shutil import which

import pytest

from ..sampling import SEED
from .cases import Case, lockstep_exists
from .comparison import FRESHNESS, compare, freshness_share
from .machine import pythons
from .project_builder import ProjectBuilder

CheckSame = Callable[[Case], None]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seed, with which a failed random case can be repeated."""
    terminalreporter.write_line(f"oracle: LOCKSTEP_SEED={SEED}")
    if FRESHNESS:
        text = ", ".join(f"{number} {word}" for word, number in FRESHNESS.most_common())
        terminalreporter.write_line(f"oracle: freshness {freshness_share():.1%} right ({text})")


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectBuilder]:
    """Fails without git and these Pythons, because most cases need them."""
    absent = [minor for minor in ("3.11", "3.12") if minor not in pythons()]
    if absent or not which("git"):
        pytest.fail(f"the oracle needs git and Python {absent or ''}: none found here")
    made = ProjectBuilder(tmp_path_factory.mktemp("oracle"))
    yield made
    made.clean_cache()


@pytest.fixture
def check_same(builder: ProjectBuilder) -> CheckSame:
    """Compares both answers for a case, and fails with both if they differ."""

    def check(case: Case) -> None:
        if case.recipe.python not in pythons():
            pytest.skip(f"no Python {case.recipe.python} here")
        if not lockstep_exists():
            pytest.skip("no Lockstep to ask")
        comparison = compare(builder, case)
        if comparison.differences():
            pytest.fail(str(comparison), pytrace=False)

    return check
