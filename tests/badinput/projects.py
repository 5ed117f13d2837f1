"""A project on disk, and checks of it on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lockstep.cli.main import main
from tests.app_lockfile import app_lockfile
from tests.environments import make_dist_info, make_environment
from tests.json_schema import read_json

MANIFEST = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["idna>=3"]
"""
LOCKFILE = app_lockfile({"idna": ">=3"}, {"idna": "3.10"}, python=">=3.12")


class Answer(NamedTuple):
    """The output of the command line."""

    status: int
    out: str
    err: str

    @property
    def output(self) -> str:
        """stdout and stderr."""
        return self.out + self.err

    @property
    def report(self) -> dict[str, Any]:
        """The report on stdout, which is JSON."""
        return read_json(self.out)


def make_project(folder: Path) -> Path:
    """Create a project in step; its site-packages."""
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "uv.lock").write_text(LOCKFILE)
    packages = make_environment(folder / ".venv")
    make_dist_info(packages, "idna-3.10")
    return packages


def run_check(capsys: pytest.CaptureFixture[str], folder: Path | str, *options: str) -> Answer:
    """Run `lockstep check`; it must not show a traceback or report a bug of its own."""
    status = main(["check", "--project", str(folder), *options])
    out, err = capsys.readouterr()
    answer = Answer(status, out, err)
    assert "Traceback" not in answer.output, answer.output
    assert "a bug in Lockstep" not in answer.output, answer.err
    assert status in (0, 1, 2)
    assert status != 2 or err.startswith("lockstep: ") or answer.report["error"]["message"], answer
    assert err.count("lockstep: ") <= 1, err
    return answer


def refused_check(capsys: pytest.CaptureFixture[str], folder: Path | str, *options: str) -> str:
    """The output of a check that must fail (exit status 2), with text and with JSON output."""
    answer = run_check(capsys, folder, *options)
    assert answer.status == 2, answer
    as_json = run_check(capsys, folder, "--format", "json", *options)
    assert as_json.status == 2
    assert as_json.report.get("in_step", False) is False
    assert as_json.report["error"]["message"] in answer.err
    assert not as_json.err
    return answer.output
