"""State folders and aside folders for the tests of `lockstep purge`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lockstep.aside.aside_list import remember
from lockstep.aside.state_folder import StateFolder
from lockstep.cli.main import main
from lockstep.host.own_host import own_host
from lockstep.transaction.guarded import GuardedEnvironment
from tests.environments import make_environment
from tests.json_schema import read_json

Capture = pytest.CaptureFixture[str]


class World:
    """A state folder, and projects with environments that Lockstep has worked on."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.root = folder / "state" / "lockstep"
        self.folder = folder
        self._capsys = capsys

    def environment(self, name: str) -> tuple[Path, StateFolder]:
        environment = self.folder / name / ".venv"
        make_environment(environment)
        with GuardedEnvironment(own_host(), str(environment)) as guarded:
            state, _ = guarded.take()
        return environment, state

    def aside(self, environment: Path, state: StateFolder, number: str = "3") -> Path:
        folder = environment.parent / ".lockstep" / number
        (folder / "1").mkdir(parents=True)
        (folder.parent / ".gitignore").write_text("*\n")
        (folder / "1" / "old.so").write_text("x" * 1500)
        remember(state, str(folder))
        return folder

    def run(self, *arguments: str) -> tuple[int, str]:
        status = main(["purge", *arguments])
        said = self._capsys.readouterr()
        return status, (said.out + said.err).replace(str(self.folder), "$")

    def answer(self, *arguments: str) -> dict[str, Any]:
        main(["purge", "--format", "json", *arguments])
        found: dict[str, Any] = read_json(self._capsys.readouterr().out)
        return found

    def files(self) -> dict[str, int]:
        """All files and folders, with the times of their last change."""
        return {str(it): it.lstat().st_mtime_ns for it in self.folder.rglob("*")}
