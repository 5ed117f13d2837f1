"""Environments without a project, made by `uv tool install`, while the tool's program runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .sandbox import Sandbox, wait_until_mapped

pytestmark = pytest.mark.slow


class Tool(Sandbox):
    """ruff, installed as a tool; the working directory has no project."""

    def __init__(self, folder: Path, shim: Path) -> None:
        super().__init__(folder / "elsewhere", shim)
        self.root.mkdir()
        self.tools = folder / "tools"
        self.variables = {
            "UV_TOOL_DIR": str(self.tools),
            "UV_TOOL_BIN_DIR": str(folder / "bin"),
        }
        install = self.plain_uv("tool", "install", "ruff==0.12.0", "--python", sys.executable)
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
    """ruff runs, uv lists it, and nothing is set aside."""
    output = subprocess.run((tool.ruff, "--version"), capture_output=True, check=True).stdout
    assert output == b"ruff 0.12.0\n"
    assert "ruff v0.12.0" in tool.plain_uv("tool", "list").out
    tool.close()
    assert tool.lockstep("sweep", "--environment", str(tool.environment)).status == 0
    assert not (tool.tools / ".lockstep").exists()


def test_its_holder_is_found(tool: Tool) -> None:
    option = ("--environment", str(tool.environment))
    assert tool.lockstep("holders", *option).status == 0
    holder = tool.hold_ruff()
    result = tool.lockstep("holders", *option)
    assert result.status == 1
    (found,) = result.json["holders"]
    assert (found["pid"], found["files"]) == (holder.pid, [str(tool.ruff)])


def test_uv_cannot_upgrade_it(tool: Tool) -> None:
    """uv#8528."""
    tool.hold_ruff()
    assert "os error 13" in tool.uv("tool", "install", "ruff==0.12.1").err


def test_after_free_uv_upgrades_it(tool: Tool) -> None:
    holder = tool.hold_ruff()
    result = tool.lockstep("free", "--environment", str(tool.environment))
    assert (result.status, result.json["swapped"]) == (0, [str(tool.ruff)])
    assert tool.uv("tool", "install", "ruff==0.12.1").status == 0
    assert holder.poll() is None


def test_it_is_deleted_and_swept(tool: Tool) -> None:
    holder = tool.hold_ruff()
    option = ("--environment", str(tool.environment))
    result = tool.lockstep("delete", *option)
    assert result.status == 0, result
    assert not tool.environment.exists()
    assert result.json["not_deleted"]
    assert tool.lockstep("sweep", *option).status == 1
    assert holder.poll() is None
    tool.close()
    assert tool.lockstep("sweep", *option).status == 0
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
    result = tool.lockstep("repair", "--environment", str(tool.environment))
    assert (result.status, result.json["outcome"]) == (0, "done"), result
    assert result.json["message"] == f"Repaired {tool.environment}: 1 package changed"
    assert not (tool.site_packages / "~uff").exists()
    again = tool.lockstep("repair", "--environment", str(tool.environment))
    assert again.json["message"] == (
        f"Nothing to repair: no package of {tool.environment} is damaged or lacks files"
    )
    assert holder.poll() is None
    check_works(tool)


def test_it_is_repaired_without_held_files(tool: Tool) -> None:
    holder = tool.hold_ruff()
    (tool.dist_info / "RECORD").unlink()
    result = tool.plain_lockstep("repair", "--environment", str(tool.environment))
    assert (result.status, result.json["outcome"]) == (0, "done"), result
    assert holder.poll() is None
    check_works(tool)


def test_a_failed_repair_is_rolled_back(tool: Tool) -> None:
    (tool.dist_info / "RECORD").unlink()
    tool.variables.update(UV_OFFLINE="1", UV_CACHE_DIR=str(tool.root.parent / "empty"))
    before = snapshot(tool.tools)
    result = tool.plain_lockstep("repair", "--environment", str(tool.environment))
    assert (result.status, result.json["outcome"]) == (1, "restored"), result
    assert result.json["message"].endswith(f"; {tool.environment} is as it was")
    after = snapshot(tool.tools)
    assert {it for it in {*after, *before} if after.get(it) != before.get(it)} <= {"ruff/.lock"}


def test_a_package_from_another_source_is_refused(tool: Tool) -> None:
    (tool.dist_info / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {}}')
    (tool.dist_info / "RECORD").unlink()
    result = tool.plain_lockstep("repair", "--environment", str(tool.environment))
    assert (result.status, result.json["outcome"]) == (2, "refused"), result
    assert result.json["message"] == (
        f"{tool.environment} was not repaired: ruff was installed from a file, a folder or an "
        "address, and can only be installed from there"
    )


def test_an_incomplete_tool_environment_is_refused(tool: Tool) -> None:
    (tool.environment / "pyvenv.cfg").unlink()
    result = tool.plain_lockstep("repair", "--environment", str(tool.environment))
    assert result.status == 2
    assert result.json["message"] == f"{tool.environment} was not repaired: pyvenv.cfg is gone"
    assert "`uv tool install --force`" in result.json["error"]["hint"]


def test_links_to_a_tool_are_kept(tool: Tool, tmp_path: Path) -> None:
    """The tool is reached through a link to a link."""
    between, link = tmp_path / "between", tmp_path / "link"
    between.symlink_to(tool.environment)
    link.symlink_to(between)
    holder = tool.hold(str(link / "bin/ruff"), "server")
    wait_until_mapped(holder, tool.ruff)
    (tool.dist_info / "RECORD").unlink()
    result = tool.lockstep("repair", "--environment", str(link))
    assert (result.status, result.json["outcome"]) == (0, "done"), result
    assert (link.readlink(), between.readlink()) == (between, tool.environment)
    check_works(tool)
