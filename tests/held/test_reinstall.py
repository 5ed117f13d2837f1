"""Settings that make uv reinstall a package that is already at its pinned version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..oracle.handmade_packages import write_wheel
from .demo_project import DemoProject, check_result

pytestmark = pytest.mark.slow

COPIES = """\
import pathlib, shutil

def build_wheel(folder, settings=None, metadata=None):
    wheel = pathlib.Path({wheel!r})
    shutil.copy(wheel, folder)
    return wheel.name
"""
BUILDS = {
    "config-settings": 'config-settings = { a = "b" }',
    "config-settings-package": 'config-settings-package = { built = { a = "b" } }',
    "extra-build-variables": 'extra-build-variables = { built = { A = "b" } }',
    "extra-build-dependencies": 'extra-build-dependencies = { built = ["five"] }',
}
ALWAYS = {"reinstall": "reinstall = true", "reinstall-package": 'reinstall-package = ["built"]'}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    """A project in step; one of its packages is built from source."""
    demo = DemoProject(tmp_path)
    wheel = write_wheel(tmp_path, "built", "1")
    demo.write_manifest(
        "three==1.0", "four==1.0", demo.source("built", COPIES.format(wheel=str(wheel)))
    )
    assert demo.plain_uv("sync").status == 0
    yield demo
    demo.close()


def is_in_step(demo: DemoProject) -> bool:
    return demo.plain_uv("sync", "--check").status == 0


def set_option(demo: DemoProject, setting: str) -> None:
    """Add a setting to `[tool.uv]`."""
    manifest = demo.root / "pyproject.toml"
    text = manifest.read_text().replace(
        "[[tool.uv.index]]", f"[tool.uv]\n{setting}\n[[tool.uv.index]]"
    )
    manifest.write_text(text)


@pytest.mark.parametrize("key", BUILDS)
def test_a_changed_build_setting_reinstalls(demo: DemoProject, key: str) -> None:
    before = (demo.root / "pyproject.toml").read_text()
    set_option(demo, BUILDS[key])
    assert not is_in_step(demo)
    assert demo.plain_lockstep("check").status == 0, "a build setting is no drift"
    for _ in ("with the setting", "without it"):
        result = demo.plain_lockstep("sync")
        check_result(result, 0, "done")
        assert [it["name"] for it in result.json["changes"]] == ["built"]
        assert is_in_step(demo)
        check_result(demo.plain_lockstep("sync"), 0, "nothing")
        (demo.root / "pyproject.toml").write_text(before)


@pytest.mark.parametrize("key", ALWAYS)
def test_a_package_that_is_always_reinstalled(demo: DemoProject, key: str) -> None:
    set_option(demo, ALWAYS[key])
    result = demo.plain_lockstep("sync")
    check_result(result, 0, "done")
    assert "built" in [it["name"] for it in result.json["changes"]]
    assert any("uv would install built again" in it for it in result.json["warnings"])
    assert "~ built  1 (again)" in " ".join(demo.lockstep_text("sync").out.split("\n")).replace(
        "   ", "  "
    )
