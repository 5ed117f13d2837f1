"""Cases for the golden messages that files on disk or arguments alone cause."""

from __future__ import annotations

import shutil

from ..oracle.machine import pythons
from .demo_project import DemoProject

NEW = ("three==2.0", "four==2.0")


def manifest_unreadable(demo: DemoProject) -> tuple[str, ...]:
    (demo.root / "pyproject.toml").write_text("[project\n")
    return ("sync",)


def manifest_wrong(demo: DemoProject) -> tuple[str, ...]:
    demo.write_manifest("three=>1")
    return ("add", "five")


def manifest_is_a_folder(demo: DemoProject) -> tuple[str, ...]:
    (demo.root / "pyproject.toml").unlink()
    (demo.root / "pyproject.toml").mkdir()
    return ("sync",)


def no_project(demo: DemoProject) -> tuple[str, ...]:
    (demo.root / "pyproject.toml").unlink()
    return ("sync",)


def no_such_folder(_: DemoProject) -> tuple[str, ...]:
    return ("sync", "--project", "nowhere")


def lockfile_missing(demo: DemoProject) -> tuple[str, ...]:
    (demo.root / "uv.lock").unlink()
    return ("sync",)


def lockfile_stale(demo: DemoProject) -> tuple[str, ...]:
    demo.write_manifest(*NEW)
    return ("sync",)


def lockfile_unreadable(demo: DemoProject) -> tuple[str, ...]:
    lockfile = demo.root / "uv.lock"
    lockfile.write_text(f"<<<<<<< HEAD\n{lockfile.read_text()}")
    return ("sync",)


def environment_in_cache(demo: DemoProject) -> tuple[str, ...]:
    """For an environment in uv's cache, another Python means another folder in the cache."""
    demo.variables["UV_PREVIEW"] = "1"
    shutil.rmtree(demo.environment)
    assert demo.plain_uv("sync").status == 0
    (demo.root / ".python-version").write_text(f"{pythons()['3.12']}\n")
    return ("sync",)


def environment_moves_to_cache(demo: DemoProject) -> tuple[str, ...]:
    """With this preview feature uv keeps the environment in its cache and deletes `.venv`."""
    demo.variables["UV_PREVIEW"] = "1"
    return ("sync",)


def replace_by_user_data(demo: DemoProject) -> None:
    shutil.rmtree(demo.environment)
    demo.environment.mkdir()
    (demo.environment / "thesis.txt").write_text("mine")


def environment_is_data(demo: DemoProject) -> tuple[str, ...]:
    replace_by_user_data(demo)
    return ("recreate",)


def delete_data(demo: DemoProject) -> tuple[str, ...]:
    replace_by_user_data(demo)
    return ("delete",)


def delete_a_project(demo: DemoProject) -> tuple[str, ...]:
    around = demo.root / "around"
    shutil.copytree(demo.environment, around, symlinks=True)
    (around / "pyproject.toml").write_text("mine")
    return ("delete", "--environment", "around")


def recreate_around_a_project(demo: DemoProject) -> tuple[str, ...]:
    for it in list(demo.environment.iterdir()):
        it.rename(demo.root / it.name)
    demo.variables["UV_PROJECT_ENVIRONMENT"] = "."
    return ("recreate",)


def recreate_by_a_link(demo: DemoProject) -> tuple[str, ...]:
    recreate_around_a_project(demo)
    del demo.variables["UV_PROJECT_ENVIRONMENT"]
    demo.environment.rmdir()
    demo.environment.symlink_to(".")
    return ("recreate",)


def environment_is_a_python(demo: DemoProject) -> tuple[str, ...]:
    (demo.environment / "pyvenv.cfg").unlink()
    (demo.site_packages.parent / "os.py").write_text("")
    return ("sync",)


def environment_is_a_file(demo: DemoProject) -> tuple[str, ...]:
    shutil.rmtree(demo.environment)
    demo.environment.write_text("mine")
    return ("sync",)


def delete_nothing(demo: DemoProject) -> tuple[str, ...]:
    shutil.rmtree(demo.environment)
    return ("delete",)


def free_nowhere(_: DemoProject) -> tuple[str, ...]:
    return ("free", "--environment", "nowhere")


def verify_nowhere(_: DemoProject) -> tuple[str, ...]:
    return ("verify", "--environment", "nowhere")


def holders_of_nothing(_: DemoProject) -> tuple[str, ...]:
    return ("holders", ".venv/bin/nothing")


def verify_not_installed(_: DemoProject) -> tuple[str, ...]:
    return ("verify", "nine")


def free_nothing(_: DemoProject) -> tuple[str, ...]:
    return ("free",)


def sweep_nothing(_: DemoProject) -> tuple[str, ...]:
    return ("sweep",)


def delete_all(_: DemoProject) -> tuple[str, ...]:
    return ("delete",)


def sync_nothing(_: DemoProject) -> tuple[str, ...]:
    return ("sync",)


def sync_succeeds(demo: DemoProject) -> tuple[str, ...]:
    demo.relock(*NEW)
    return ("sync",)


def uv_refuses_a_value(demo: DemoProject) -> tuple[str, ...]:
    manifest = demo.root / "pyproject.toml"
    text = manifest.read_text().replace("[[tool.uv", '[tool.uv]\npackage = "yes"\n[[tool.uv', 1)
    manifest.write_text(text)
    return ("check",)


def uv_refuses_a_member(demo: DemoProject) -> tuple[str, ...]:
    manifest = demo.root / "pyproject.toml"
    manifest.write_text(f'{manifest.read_text()}[tool.uv.workspace]\nmembers = ["m"]\n')
    (demo.root / "m").mkdir()
    (demo.root / "m/pyproject.toml").write_text("[tool.ruff]\n")
    return ("check",)


def recreate_above_a_project(demo: DemoProject) -> tuple[str, ...]:
    """The environment is the folder that contains the project."""
    demo.variables["UV_PROJECT_ENVIRONMENT"] = ".."
    demo.environment.rename(demo.root / "moved")
    for it in (demo.root / "moved").iterdir():
        it.rename(demo.root.parent / it.name)
    return ("recreate",)


PLAIN_CASES = (
    recreate_above_a_project,
    uv_refuses_a_value,
    uv_refuses_a_member,
    manifest_unreadable,
    manifest_wrong,
    manifest_is_a_folder,
    no_project,
    no_such_folder,
    lockfile_missing,
    lockfile_stale,
    lockfile_unreadable,
    environment_moves_to_cache,
    environment_in_cache,
    environment_is_data,
    environment_is_a_file,
    delete_data,
    delete_a_project,
    recreate_around_a_project,
    recreate_by_a_link,
    environment_is_a_python,
    delete_nothing,
    free_nowhere,
    verify_nowhere,
    verify_not_installed,
    holders_of_nothing,
    free_nothing,
    sweep_nothing,
    delete_all,
    sync_nothing,
    sync_succeeds,
)
