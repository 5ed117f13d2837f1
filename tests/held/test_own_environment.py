"""A Lockstep that is installed in the environment of the project, as `uv run lockstep` finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import lockstep

from ..crash.scenes import snapshot
from ..oracle.handmade_packages import write_wheel
from ..program_result import ProgramResult
from .demo_project import DemoProject

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    made = DemoProject(tmp_path)
    package = Path(lockstep.__file__).parent
    modules = {
        f"lockstep/{it.relative_to(package).as_posix()}": it.read_text(encoding="utf-8")
        for it in package.rglob("*.py")
    }
    write_wheel(made.index.wheels, "lockstep", "1.0", more=modules)
    made.manifest_tail += '[dependency-groups]\ndev = ["lockstep"]\n'
    made.make("three==1.0", "four==1.0")
    # What Lockstep depends on is beside the environment.
    made.variables["PYTHONPATH"] = str(Path(psutil.__file__).parents[1])
    yield made
    made.close()


def inside(demo: DemoProject, *arguments: str) -> ProgramResult:
    """Run the Lockstep of the environment."""
    program = str(demo.environment / "bin" / "python")
    process = demo.start_program(program, "-m", "lockstep", *arguments)
    out, _ = process.communicate()
    return ProgramResult(process.returncode, out, "")


def test_it_runs_out_of_the_environment(demo: DemoProject) -> None:
    code = "import lockstep; print(lockstep.__file__)"
    process = demo.start_program(str(demo.environment / "bin" / "python"), "-c", code)
    assert process.communicate()[0].startswith(str(demo.site_packages))


def test_other_packages_change_below_it(demo: DemoProject) -> None:
    result = inside(demo, "add", "three==2.0")
    assert result.status == 0, result.out
    assert (demo.site_packages / "three-2.0.dist-info").is_dir()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("recreate", "recreate"),
        ("delete", "delete"),
        ("remove --dev lockstep", "remove"),
        ("sync --no-dev", "sync"),
        ("sync --lock --no-dev", "sync --lock"),
        ("recreate --format json", "recreate"),
    ],
)
def test_it_does_not_take_itself_away(demo: DemoProject, command: str, told: str) -> None:
    before = snapshot(demo.root)
    result = inside(demo, *command.split())
    assert result.status == 2, result.out
    assert "Lockstep itself runs out of this environment" in result.out
    assert f"`uvx lockstep-env {told}`" in result.out
    assert "Traceback" not in result.out
    after = snapshot(demo.root)
    changed = {it for it in {*before, *after} if before.get(it) != after.get(it)}
    kept = {it for it in changed if "__pycache__" not in it and Path(it).name != ".lock"}
    assert kept == set()
