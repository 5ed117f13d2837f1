"""The environment is a link, and its target changes in the middle of a sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .demo_project import DemoProject, check_result
from .other_pythons import other_python

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path)
    demo.environment.rename(tmp_path / "first")
    demo.environment.symlink_to(tmp_path / "first")
    # The second environment has the pinned packages, and more.
    demo.relock(*NEW)
    demo.variables["UV_PROJECT_ENVIRONMENT"] = str(tmp_path / "other")
    assert demo.plain_uv("sync", "--frozen").status == 0
    del demo.variables["UV_PROJECT_ENVIRONMENT"]
    (tmp_path / "other/mine.txt").write_text("precious")
    yield demo
    demo.close()


@pytest.mark.parametrize(
    ("command", "before_it"), [("sync", True), ("sync", False), ("recreate", True)]
)
def test_the_link_is_retargeted_during_a_sync(
    demo: DemoProject, tmp_path: Path, command: str, *, before_it: bool
) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    before, others = snapshot(first), snapshot(other)
    leads = f'ln -sfn "{other}" "{demo.environment}"'
    scripts = (leads, 'exec "$UV" "$@"') if before_it else ('"$UV" "$@"', leads)
    demo.replace_uv(f'[ "$1" = sync ] || exec "$UV" "$@"; {"; ".join(scripts)}')
    result = demo.plain_lockstep(command)
    words = f"{demo.environment} now leads to {other}", "demo is as it was"
    check_result(result, 1, "restored", *words)
    assert snapshot(first) == before
    assert snapshot(other) == others
    assert demo.environment.readlink() == other
    assert not (tmp_path / ".lockstep").exists()
    assert not list(demo.state.rglob("journal.jsonl"))


def test_the_link_is_retargeted_before_a_recovery(demo: DemoProject, tmp_path: Path) -> None:
    """The journal names the real environment, and the link's new target is not touched."""
    first, other = tmp_path / "first", tmp_path / "other"
    demo.clear_cache()
    demo.variables["UV_CACHE_DIR"] += " elsewhere"
    demo.index.behave("stalls", r"/three-2.*whl$")
    before, others = snapshot(first), snapshot(other)
    process = demo.start("recreate")
    demo.index.wait_until_stalled()
    process.kill()
    process.communicate()
    demo.environment.unlink()
    demo.environment.symlink_to(other)
    assert demo.plain_lockstep("sweep").status == 0
    assert snapshot(other) == others
    # By its real path the environment is restored.
    swept = demo.plain_lockstep("sweep", "--environment", str(first))
    assert "interrupted sync was rolled back" in swept.json["warnings"][0]
    assert snapshot(first) == before
    assert not (tmp_path / ".lockstep").exists()


def test_the_target_of_a_link_is_deleted_and_recreated(demo: DemoProject, tmp_path: Path) -> None:
    """An installer cannot create an environment behind a dangling link."""
    result = demo.plain_lockstep("delete")
    check_result(result, 0, "done", f"{demo.environment} is a link to it")
    assert demo.environment.is_symlink()
    assert not list((tmp_path / "first").iterdir())
    assert demo.plain_lockstep("sync").status == 0
    assert demo.plain_uv("sync", "--check").status == 0


@pytest.mark.parametrize("target", ["nowhere", "demo/.venv"])
@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_dangling_link_is_refused(
    demo: DemoProject, tmp_path: Path, command: str, target: str
) -> None:
    demo.environment.unlink()
    demo.environment.symlink_to(tmp_path / target)
    assert demo.plain_uv("sync").status != 0
    result = demo.plain_lockstep(command)
    check_result(result, 2, "refused", "remove the link or create")
    assert "next: remove the link" in demo.lockstep_text("check").out


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_link_into_the_cache_stays_without_the_preview_feature(
    demo: DemoProject, tmp_path: Path, command: str
) -> None:
    """uv would remove the link and create another environment in its place."""
    demo.environment.unlink()
    demo.variables["UV_PREVIEW"] = "1"
    assert demo.plain_uv("sync").status == 0
    assert demo.environment.is_symlink()
    del demo.variables["UV_PREVIEW"]
    if command == "sync":
        demo.variables["UV_PYTHON"] = other_python()
    before = snapshot(demo.environment.resolve())
    check_result(
        demo.plain_lockstep(command), 2, "refused", "uv keeps the environment in its cache"
    )
    assert snapshot(demo.environment.resolve()) == before
    assert not list(tmp_path.rglob("journal.jsonl"))


@pytest.mark.parametrize(
    "command", [("sync",), ("sync", "--lock"), ("recreate",), ("add", "five"), ("repair",)]
)
def test_another_project_behind_a_link_is_kept(
    demo: DemoProject, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """That environment is the other project's folder, so replacing it would delete the project."""
    (tmp_path / "first/pyproject.toml").write_text('[project]\nname = "other"\nversion = "1"\n')
    (tmp_path / "first/thesis.txt").write_text("years of work")
    before = snapshot(tmp_path / "first")
    result = demo.plain_lockstep(*command)
    check_result(result, 2, "refused", "it contains a project (pyproject.toml)")
    assert snapshot(tmp_path / "first") == before
    assert "it contains a project" in demo.lockstep_text("check").out
    assert demo.plain_lockstep("repair", "--environment", ".venv").status == 2
