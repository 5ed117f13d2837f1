"""Moments of a repair: sound environments, damaged ones, and those that no repair mends."""

from __future__ import annotations

import shutil
from pathlib import Path

from .home import Home
from .other_pythons import leads_elsewhere, make_python


def repair_nothing(_: Home) -> tuple[str, ...]:
    return ("repair",)


def damaged(home: Home) -> Path:
    (record,) = home.site_packages.glob("three-*/RECORD")
    record.unlink()
    return record.parent


def repair_a_tool(home: Home) -> tuple[str, ...]:
    damaged(home)
    home.more = ""
    return ("repair", "--environment", ".venv")


def repair_what_is_from_elsewhere(home: Home) -> tuple[str, ...]:
    (damaged(home) / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {}}')
    return ("repair", "--environment", ".venv")


def repair_what_is_there_twice(home: Home) -> tuple[str, ...]:
    dist_info = damaged(home)
    shutil.copytree(dist_info, dist_info.with_name("three-9.0.dist-info"))
    return ("repair", "--environment", ".venv")


def repair_what_is_in_pieces(home: Home) -> tuple[str, ...]:
    (home.environment / "pyvenv.cfg").unlink()
    return ("repair", "--environment", ".venv")


def repair_around_a_project(home: Home) -> tuple[str, ...]:
    (home.environment / "pyproject.toml").write_text("[project]\n")
    return ("repair", "--environment", ".venv")


def repair_nowhere(_: Home) -> tuple[str, ...]:
    return ("repair", "--environment", "nowhere")


def repair_what_leads_elsewhere(home: Home) -> tuple[str, ...]:
    make_python(home.root.parent / "other")
    damaged(home)
    leads_elsewhere(home)
    home.more = ""
    return ("repair", "--environment", ".venv")


REPAIRS = (
    repair_around_a_project,
    repair_what_leads_elsewhere,
    *(repair_nothing, repair_nowhere, repair_a_tool, repair_what_is_from_elsewhere),
    *(repair_what_is_there_twice, repair_what_is_in_pieces),
)
