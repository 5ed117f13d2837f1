"""For all tests: the option that rewrites golden files, sampling, and a simulated machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from lockstep import host
from lockstep.project.uv import target_python

from .machines import LINUX
from .sampling import is_chosen, sample_description

# So that no test fails because a search ends before it has seen all processes.
os.environ.setdefault("LOCKSTEP_HOLDER_SECONDS", "60")

# They need flock, signals and pipes; on Windows, `contract` and `wine` test this code.
collect_ignore_glob = (
    ["crash/*", "held/*", "lsp/test_recovery.py"] if sys.platform == "win32" else []
)

set_hypothesis_home_dir(Path(__file__).parents[1] / ".cache" / "hypothesis")
# The same examples in every run, so that a new failure is due to a change in the code.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files")


def pytest_report_header() -> str:
    return sample_description()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the cases that are not in the sample, unless tests were selected by name."""
    if config.option.keyword or any("::" in it for it in config.args):
        return
    left = [it for it in items if not _is_in_sample(it)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [it for it in items if it not in {*left}]


def _is_in_sample(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("sampled")
    is_of_table = mark is not None and hasattr(item, "callspec")
    return not is_of_table or mark is None or is_chosen(item.nodeid, mark.args[0])


@pytest.fixture
def simulated_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux machine without uv and Pythons, whatever machine runs the tests."""
    monkeypatch.setattr(host, "machine", lambda: LINUX)
    monkeypatch.setattr(target_python, "find_program", lambda *_: "")
    monkeypatch.setattr(target_python, "pythons_on_path", lambda *_: ())
    for name in ("UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update"))
