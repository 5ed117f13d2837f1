"""Environments without a project: what `uv tool install` makes, while its program runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .lab import Lab, wait_until_mapped

pytestmark = pytest.mark.slow


class Tool(Lab):
    """ruff, installed as a tool; its folder of work has no project."""

    def __init__(self, aside_folder: Path, shim: Path) -> None:
        super().__init__(aside_folder / "elsewhere", shim)
        self.root.mkdir()
        self.tools = aside_folder / "tools"
        self.variables = {
            "UV_TOOL_DIR": str(self.tools),
            "UV_TOOL_BIN_DIR": str(aside_folder / "bin"),
        }
        install = self.freely("tool", "install", "ruff==0.12.0", "--python", sys.executable)
        assert install.status == 0, install.err

    @property
    def environment(self) -> Path:
        return self.tools / "ruff"

    @property
    def ruff(self) -> Path:
        return self.environment / "bin" / "ruff"

    @property
    def dist_info(self) -> Path:
        return self.site_packages / "ruff-0.12.0.dist-info"


@pytest.fixture
def tool(tmp_path: Path, shim: Path) -> Iterator[Tool]:
    tool = Tool(tmp_path, shim)
    yield tool
    tool.close()


def check_works(tool: Tool) -> None:
    """ruff runs, uv knows it, and nothing is set aside any more."""
    said = subprocess.run((tool.ruff, "--version"), capture_output=True, check=True).stdout
    assert said == b"ruff 0.12.0\n"
    assert "ruff v0.12.0" in tool.freely("tool", "list").out
    tool.close()
    assert tool.lockstep("sweep", "--environment", str(tool.environment)).status == 0
    assert not (tool.tools / ".lockstep").exists()


def test_who_holds_it_is_known(tool: Tool) -> None:
    place = ("--environment", str(tool.environment))
    assert tool.lockstep("holders", *place).status == 0
    holder = tool.hold_ruff()
    ended = tool.lockstep("holders", *place)
    assert ended.status == 1
    (found,) = ended.json["holders"]
    assert (found["pid"], found["files"]) == (holder.pid, [str(tool.ruff)])


def test_uv_cannot_upgrade_it(tool: Tool) -> None:
    """uv#8528."""
    tool.hold_ruff()
    assert "os error 13" in tool.uv("tool", "install", "ruff==0.12.1").err


def test_after_a_free_uv_upgrades_it(tool: Tool) -> None:
    holder = tool.hold_ruff()
    ended = tool.lockstep("free", "--environment", str(tool.environment))
    assert (ended.status, ended.json["swapped"]) == (0, [str(tool.ruff)])
    assert tool.uv("tool", "install", "ruff==0.12.1").status == 0
    assert holder.poll() is None


def test_it_is_deleted_and_swept(tool: Tool) -> None:
    holder = tool.hold_ruff()
    place = ("--environment", str(tool.environment))
    ended = tool.lockstep("delete", *place)
    assert ended.status == 0, ended
    assert not tool.environment.exists()
    assert ended.json["not_deleted"]
    assert tool.lockstep("sweep", *place).status == 1
    assert holder.poll() is None
    tool.close()
    assert tool.lockstep("sweep", *place).status == 0
    assert not (tool.tools / ".lockstep").exists()


@pytest.mark.parametrize("gone", ["METADATA", "RECORD", "INSTALLER", "*", "module"])
def test_it_is_repaired_while_it_runs(tool: Tool, gone: str) -> None:
    holder = tool.hold_ruff()
    if gone == "module":
        (tool.site_packages / "ruff" / "__init__.py").unlink()
    else:
        for path in tool.dist_info.glob(gone):
            path.unlink() if path.is_file() else shutil.rmtree(path)
    shutil.copytree(tool.site_packages / "ruff", tool.site_packages / "~uff")
    ended = tool.lockstep("repair", "--environment", str(tool.environment))
    assert (ended.status, ended.json["outcome"]) == (0, "done"), ended
    assert ended.json["message"] == f"Repaired {tool.environment}: 1 package changed"
    assert not (tool.site_packages / "~uff").exists()
    again = tool.lockstep("repair", "--environment", str(tool.environment))
    assert again.json["message"] == f"Nothing to repair: {tool.environment} is sound"
    assert holder.poll() is None
    check_works(tool)


def test_it_is_repaired_where_nothing_is_ever_held(tool: Tool) -> None:
    holder = tool.hold_ruff()
    (tool.dist_info / "RECORD").unlink()
    ended = tool.lockstep_freely("repair", "--environment", str(tool.environment))
    assert (ended.status, ended.json["outcome"]) == (0, "done"), ended
    assert holder.poll() is None
    check_works(tool)


def test_what_cannot_be_repaired_is_as_it_was(tool: Tool) -> None:
    (tool.dist_info / "RECORD").unlink()
    tool.variables.update(UV_OFFLINE="1", UV_CACHE_DIR=str(tool.root.parent / "empty"))
    before = snapshot(tool.tools)
    ended = tool.lockstep_freely("repair", "--environment", str(tool.environment))
    assert (ended.status, ended.json["outcome"]) == (1, "restored"), ended
    assert ended.json["message"].endswith(f"; {tool.environment} is as it was")
    after = snapshot(tool.tools)
    assert {it for it in {*after, *before} if after.get(it) != before.get(it)} <= {"ruff/.lock"}


def test_what_came_from_elsewhere_is_not_guessed(tool: Tool) -> None:
    (tool.dist_info / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {}}')
    (tool.dist_info / "RECORD").unlink()
    ended = tool.lockstep_freely("repair", "--environment", str(tool.environment))
    assert (ended.status, ended.json["outcome"]) == (2, "refused"), ended
    assert ended.json["message"] == (
        f"{tool.environment} was not repaired: ruff was installed from a file, a folder or an "
        "address, and can only be installed from there"
    )


def test_what_only_its_maker_can_make_anew(tool: Tool) -> None:
    (tool.environment / "pyvenv.cfg").unlink()
    ended = tool.lockstep_freely("repair", "--environment", str(tool.environment))
    assert ended.status == 2
    assert ended.json["message"] == f"{tool.environment} was not repaired: pyvenv.cfg is gone"
    assert "`uv tool install --force`" in ended.json["error"]["hint"]


def test_links_to_a_tool_stay(tool: Tool, tmp_path: Path) -> None:
    """A link to a link to the environment."""
    between, link = tmp_path / "between", tmp_path / "link"
    between.symlink_to(tool.environment)
    link.symlink_to(between)
    holder = tool.hold(str(link / "bin/ruff"), "server")
    wait_until_mapped(holder, tool.ruff)
    (tool.dist_info / "RECORD").unlink()
    ended = tool.lockstep("repair", "--environment", str(link))
    assert (ended.status, ended.json["outcome"]) == (0, "done"), ended
    assert (link.readlink(), between.readlink()) == (between, tool.environment)
    check_works(tool)
