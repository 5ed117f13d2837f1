"""An environment with scripts that name another folder than its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lockstep.environment.moved import MovedEnvironments
from lockstep.environment.state import look_at
from tests.environments import make_environment, uv_cfg

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are those of POSIX")

OLD = "/projects/old/.venv"


def moved_from(environment: Path) -> str:
    return MovedEnvironments().look_at(look_at(str(environment))).moved_from


@pytest.mark.parametrize(
    "line",
    [
        "VIRTUAL_ENV='{}'\n",
        'VIRTUAL_ENV="{}"\nexport VIRTUAL_ENV\n',
        "    export VIRTUAL_ENV={}\n",
        "    VIRTUAL_ENV=$(cygpath '{}')\n    export VIRTUAL_ENV\n",
    ],
)
def test_activate(tmp_path: Path, line: str) -> None:
    make_environment(tmp_path)
    activate = tmp_path / "bin/activate"
    activate.write_text(f"# made by a tool\n{line.format(OLD)}")
    assert moved_from(tmp_path) == OLD
    activate.write_text(f"# made by a tool\n{line.format(tmp_path)}")
    assert moved_from(tmp_path) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#!{}/bin/python\nimport sys\n", OLD),
        ("#!{}/bin/python3.12 -E\n", OLD),
        ("#!/bin/sh\n'''exec' '{}/bin/python' \"$0\" \"$@\"\n' '''\n", OLD),
        ("#!/usr/bin/env python3\n", ""),
        ("#!/usr/bin/python3\n", ""),
        ("\x7fELF", ""),
        ("", ""),
    ],
)
def test_scripts_without_activate(tmp_path: Path, text: str, expected: str) -> None:
    make_environment(tmp_path)
    (tmp_path / "bin/tool").write_text(text.format(OLD))
    assert moved_from(tmp_path) == expected


def test_environments_that_were_not_moved(tmp_path: Path) -> None:
    """A link to the environment, and a script that finds its own folder."""
    make_environment(tmp_path / "env")
    (tmp_path / "env/bin/activate").write_text(f"VIRTUAL_ENV='{tmp_path}/env'\n")
    (tmp_path / "link").symlink_to(tmp_path / "env")
    assert moved_from(tmp_path / "link") == ""
    make_environment(tmp_path / "other", cfg=f"{uv_cfg('3.12.1')}relocatable = true\n")
    (tmp_path / "other/bin/activate").write_text(f"VIRTUAL_ENV='{OLD}'\n")
    assert moved_from(tmp_path / "other") == ""


def test_it_is_read_again_when_the_scripts_change(tmp_path: Path) -> None:
    make_environment(tmp_path)
    look = MovedEnvironments()
    assert look.look_at(look_at(str(tmp_path))).moved_from == ""
    (tmp_path / "bin/activate").write_text(f"VIRTUAL_ENV='{OLD}'\n")
    assert look.look_at(look_at(str(tmp_path))).moved_from == OLD
