"""Where uv would wait for a pipe or read without end, it is not started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lockstep.cli.main import main

from .hostile_kinds import NODES
from .hostile_targets import TARGETS, clear_path
from .projects import make_project

READ_BY_UV = (
    *("pyproject.toml", "packages/member/pyproject.toml", "uv.lock"),
    *("uv.toml", "home/.config/uv/uv.toml"),
)
COMMANDS = (("sync",), ("sync", "--dry-run"), ("sync", "--lock"), ("add", "six"), ("repair",))
PROGRAM = '#!/bin/sh\ntouch "{mark}"\nexit 1\n'

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


KINDS = ("a pipe", "a link to zeros", "a huge file")
CASES = [(path, kind) for path in READ_BY_UV for kind in KINDS]
# uv reads a version file only if it is a file.
CASES += [(".python-version", "a huge file")]


@pytest.mark.parametrize(("path", "kind"), CASES)
def test_uv_is_not_started(
    path: str,
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project, programs = tmp_path / "project", tmp_path / "programs"
    mark = tmp_path / "was started"
    for folder in (project, programs):
        folder.mkdir()
    (programs / "uv").write_text(PROGRAM.format(mark=mark))
    (programs / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setenv("HOME", str(project / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    make_project(project)
    target = next(it for it in TARGETS if it.path == path)
    NODES[kind](clear_path(project, target), target.text)
    for command in COMMANDS:
        if command == ("sync", "--lock") and path == "uv.lock":
            # It replaces a lockfile that cannot be read.
            continue
        assert main([command[0], "--project", str(project), *command[1:]]) == 2
        assert Path(path).name in capsys.readouterr().err
        assert not mark.exists()
