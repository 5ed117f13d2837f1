"""Settings by which uv installs a package again that is as it is pinned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..oracle.shelf import write_wheel
from .home import Home, check_ended

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
def home(tmp_path: Path) -> Iterator[Home]:
    """A project in step, one of whose packages is built."""
    home = Home(tmp_path)
    wheel = write_wheel(tmp_path, "built", "1")
    home.depend("three==1.0", "four==1.0", home.source("built", COPIES.format(wheel=str(wheel))))
    assert home.freely("sync").status == 0
    yield home
    home.close()


def is_in_step(home: Home) -> bool:
    return home.freely("sync", "--check").status == 0


def let(home: Home, setting: str) -> None:
    """Add one setting to the project's."""
    manifest = home.root / "pyproject.toml"
    text = manifest.read_text().replace(
        "[[tool.uv.index]]", f"[tool.uv]\n{setting}\n[[tool.uv.index]]"
    )
    manifest.write_text(text)


@pytest.mark.parametrize("key", BUILDS)
def test_another_setting_of_the_build(home: Home, key: str) -> None:
    before = (home.root / "pyproject.toml").read_text()
    let(home, BUILDS[key])
    assert not is_in_step(home)
    assert home.lockstep_freely("check").status == 0, "it is no drift"
    for _ in ("with the setting", "without it"):
        ended = home.lockstep_freely("sync")
        check_ended(ended, 0, "done")
        assert [it["name"] for it in ended.json["changes"]] == ["built"]
        assert is_in_step(home)
        check_ended(home.lockstep_freely("sync"), 0, "nothing")
        (home.root / "pyproject.toml").write_text(before)


@pytest.mark.parametrize("key", ALWAYS)
def test_a_package_that_is_always_installed_again(home: Home, key: str) -> None:
    let(home, ALWAYS[key])
    ended = home.lockstep_freely("sync")
    check_ended(ended, 0, "done")
    assert "built" in [it["name"] for it in ended.json["changes"]]
    assert any("uv would install built again" in it for it in ended.json["warnings"])
    assert "~ built  1 (again)" in " ".join(home.told("sync").out.split("\n")).replace("   ", "  ")
