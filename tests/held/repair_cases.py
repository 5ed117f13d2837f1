"""Cases for the golden messages of `repair`: sound, damaged and unrepairable environments."""

from __future__ import annotations

import shutil
from pathlib import Path

from .demo_project import DemoProject
from .other_pythons import make_python, redirect_python


def repair_nothing(_: DemoProject) -> tuple[str, ...]:
    return ("repair",)


def damage_three(demo: DemoProject) -> Path:
    (record,) = demo.site_packages.glob("three-*/RECORD")
    record.unlink()
    return record.parent


def repair_a_tool(demo: DemoProject) -> tuple[str, ...]:
    damage_three(demo)
    demo.manifest_tail = ""
    return ("repair", "--environment", ".venv")


def repair_from_other_source(demo: DemoProject) -> tuple[str, ...]:
    (damage_three(demo) / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {}}')
    return ("repair", "--environment", ".venv")


def repair_duplicate(demo: DemoProject) -> tuple[str, ...]:
    dist_info = damage_three(demo)
    shutil.copytree(dist_info, dist_info.with_name("three-9.0.dist-info"))
    return ("repair", "--environment", ".venv")


def repair_incomplete(demo: DemoProject) -> tuple[str, ...]:
    (demo.environment / "pyvenv.cfg").unlink()
    return ("repair", "--environment", ".venv")


def repair_around_a_project(demo: DemoProject) -> tuple[str, ...]:
    (demo.environment / "pyproject.toml").write_text("[project]\n")
    return ("repair", "--environment", ".venv")


def repair_nowhere(_: DemoProject) -> tuple[str, ...]:
    return ("repair", "--environment", "nowhere")


def repair_redirected_python(demo: DemoProject) -> tuple[str, ...]:
    make_python(demo.root.parent / "other")
    damage_three(demo)
    redirect_python(demo)
    demo.manifest_tail = ""
    return ("repair", "--environment", ".venv")


REPAIR_CASES = (
    repair_around_a_project,
    repair_redirected_python,
    *(repair_nothing, repair_nowhere, repair_a_tool, repair_from_other_source),
    *(repair_duplicate, repair_incomplete),
)
