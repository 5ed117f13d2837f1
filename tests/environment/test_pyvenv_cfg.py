"""What is read from pyvenv.cfg, as the tools that create environments write it."""

from __future__ import annotations

import pytest

from lockstep.environment.pyvenv_cfg import read_pyvenv_cfg
from tests.environments import uv_cfg

STANDARD = (
    "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.4\n"
    "executable = /usr/bin/python3.12\ncommand = /usr/bin/python3 -m venv /x=y\n"
)


VIRTUALENV = (
    "home = /usr/bin\nimplementation = CPython\nversion_info = 3.12.4.final.0\n"
    "virtualenv = 20.26.3\nversion = 3.12.4\n"
)


VIRTUALENV_RC = VIRTUALENV.replace("3.12.4.final.0", "3.14.0.candidate.2")


PYPY = "home = /opt/pypy/bin\nimplementation = PyPy\nversion_info = 3.10.14\nuv = 0.13.8\n"


@pytest.mark.parametrize(
    ("cfg", "version", "by_uv", "seeded", "implementation"),
    [
        (uv_cfg("3.12.4"), "3.12.4", True, False, "CPython"),
        (uv_cfg("3.12.4") + "seed = true\n", "3.12.4", True, True, "CPython"),
        (STANDARD, "3.12.4", False, False, ""),
        (STANDARD.replace("\n", "\r\n"), "3.12.4", False, False, ""),
        (STANDARD.upper(), "3.12.4", False, False, ""),
        (VIRTUALENV, "3.12.4", False, False, "CPython"),
        (VIRTUALENV_RC, "3.14.0rc2", False, False, "CPython"),
        (PYPY, "3.10.14", True, False, "PyPy"),
        ("", "", False, False, ""),
    ],
)
def test_pyvenv_cfg(
    cfg: str,
    version: str,
    by_uv: bool,  # noqa: FBT001 - a row of a table
    seeded: bool,  # noqa: FBT001
    implementation: str,
) -> None:
    found = read_pyvenv_cfg(cfg, "")
    assert (found.version, found.by_uv, found.seeded) == (version, by_uv, seeded)
    assert found.implementation == implementation
