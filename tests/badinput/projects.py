"""A project on the disk, spoiled in some way, and what the command line then answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lockstep.cli.main import main
from tests.app_lockfile import app_lockfile
from tests.environments import make_dist_info, make_environment

MANIFEST = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["idna>=3"]
"""
LOCKFILE = app_lockfile({"idna": ">=3"}, {"idna": "3.10"}, python=">=3.12")


class Answer(NamedTuple):
    """What the command line said."""

    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Everything that a user sees."""
        return self.out + self.err

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def make_project(folder: Path) -> Path:
    """A project in step; returns its site-packages."""
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "uv.lock").write_text(LOCKFILE)
    packages = make_environment(folder / ".venv")
    make_dist_info(packages, "idna-3.10")
    return packages


def ask(capsys: pytest.CaptureFixture[str], folder: Path | str, *options: str) -> Answer:
    """Run `lockstep check`, which never may show a traceback or blame itself."""
    status = main(["check", "--project", str(folder), *options])
    out, err = capsys.readouterr()
    answer = Answer(status, out, err)
    assert "Traceback" not in answer.words, answer.words
    assert "a bug in Lockstep" not in answer.words, answer.err
    assert status in (0, 1, 2)
    assert status != 2 or err.startswith("lockstep: ") or answer.report["error"]["message"], answer
    assert err.count("lockstep: ") <= 1, err
    return answer


def refused(capsys: pytest.CaptureFixture[str], folder: Path | str, *options: str) -> str:
    """What is said where nothing could be checked, in text and in JSON alike."""
    answer = ask(capsys, folder, *options)
    assert answer.status == 2, answer
    as_json = ask(capsys, folder, "--format", "json", *options)
    assert as_json.status == 2
    assert as_json.report.get("in_step", False) is False
    assert as_json.report["error"]["message"] in answer.err
    assert not as_json.err
    return answer.words
