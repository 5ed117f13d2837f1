"""Moments that need nobody else: what stands on the disk, or what is asked for, is enough."""

from __future__ import annotations

import shutil

from ..oracle.machine import pythons
from .home import Home

NEW = ("three==2.0", "four==2.0")


def manifest_unreadable(home: Home) -> tuple[str, ...]:
    (home.root / "pyproject.toml").write_text("[project\n")
    return ("sync",)


def manifest_wrong(home: Home) -> tuple[str, ...]:
    home.depend("three=>1")
    return ("add", "five")


def manifest_is_a_folder(home: Home) -> tuple[str, ...]:
    (home.root / "pyproject.toml").unlink()
    (home.root / "pyproject.toml").mkdir()
    return ("sync",)


def no_project(home: Home) -> tuple[str, ...]:
    (home.root / "pyproject.toml").unlink()
    return ("sync",)


def no_such_folder(_: Home) -> tuple[str, ...]:
    return ("sync", "--project", "nowhere")


def lockfile_missing(home: Home) -> tuple[str, ...]:
    (home.root / "uv.lock").unlink()
    return ("sync",)


def lockfile_stale(home: Home) -> tuple[str, ...]:
    home.depend(*NEW)
    return ("sync",)


def lockfile_unreadable(home: Home) -> tuple[str, ...]:
    lockfile = home.root / "uv.lock"
    lockfile.write_text(f"<<<<<<< HEAD\n{lockfile.read_text()}")
    return ("sync",)


def environment_in_cache(home: Home) -> tuple[str, ...]:
    """Another Python for an environment in uv's cache means another folder there."""
    home.variables["UV_PREVIEW"] = "1"
    shutil.rmtree(home.environment)
    assert home.freely("sync").status == 0
    (home.root / ".python-version").write_text(f"{pythons()['3.12']}\n")
    return ("sync",)


def environment_in_the_way(home: Home) -> tuple[str, ...]:
    """With the preview feature uv keeps the environment in its cache, and deletes this one."""
    home.variables["UV_PREVIEW"] = "1"
    return ("sync",)


def extra_unknown(_: Home) -> tuple[str, ...]:
    return ("sync", "--extra", "nothing")


def only_and_more(_: Home) -> tuple[str, ...]:
    return ("sync", "--only-group", "dev", "--extra", "nothing")


def add_no_requirement(_: Home) -> tuple[str, ...]:
    return ("add", "five >> 1")


def add_to_two_lists(_: Home) -> tuple[str, ...]:
    return ("add", "five", "--group", "dev", "--optional", "more")


def remove_no_name(_: Home) -> tuple[str, ...]:
    return ("remove", "five>1")


def group_no_name(_: Home) -> tuple[str, ...]:
    return ("add", "five", "--group", "?")


def somebodys_data(home: Home) -> None:
    shutil.rmtree(home.environment)
    home.environment.mkdir()
    (home.environment / "thesis.txt").write_text("mine")


def environment_is_data(home: Home) -> tuple[str, ...]:
    somebodys_data(home)
    return ("recreate",)


def delete_data(home: Home) -> tuple[str, ...]:
    somebodys_data(home)
    return ("delete",)


def delete_a_project(home: Home) -> tuple[str, ...]:
    around = home.root / "around"
    shutil.copytree(home.environment, around, symlinks=True)
    (around / "pyproject.toml").write_text("mine")
    return ("delete", "--environment", "around")


def recreate_around_a_project(home: Home) -> tuple[str, ...]:
    for it in list(home.environment.iterdir()):
        it.rename(home.root / it.name)
    home.variables["UV_PROJECT_ENVIRONMENT"] = "."
    return ("recreate",)


def recreate_by_a_link(home: Home) -> tuple[str, ...]:
    recreate_around_a_project(home)
    del home.variables["UV_PROJECT_ENVIRONMENT"]
    home.environment.rmdir()
    home.environment.symlink_to(".")
    return ("recreate",)


def environment_is_a_python(home: Home) -> tuple[str, ...]:
    (home.environment / "pyvenv.cfg").unlink()
    (home.site_packages.parent / "os.py").write_text("")
    return ("sync",)


def environment_is_a_file(home: Home) -> tuple[str, ...]:
    shutil.rmtree(home.environment)
    home.environment.write_text("mine")
    return ("sync",)


def delete_nothing(home: Home) -> tuple[str, ...]:
    shutil.rmtree(home.environment)
    return ("delete",)


def free_nowhere(_: Home) -> tuple[str, ...]:
    return ("free", "--environment", "nowhere")


def verify_nowhere(_: Home) -> tuple[str, ...]:
    return ("verify", "--environment", "nowhere")


def holders_of_nothing(_: Home) -> tuple[str, ...]:
    return ("holders", ".venv/bin/nothing")


def verify_what_is_not_there(_: Home) -> tuple[str, ...]:
    return ("verify", "nine")


def free_nothing(_: Home) -> tuple[str, ...]:
    return ("free",)


def sweep_nothing(_: Home) -> tuple[str, ...]:
    return ("sweep",)


def delete_all(_: Home) -> tuple[str, ...]:
    return ("delete",)


def sync_nothing(_: Home) -> tuple[str, ...]:
    return ("sync",)


def sync_well(home: Home) -> tuple[str, ...]:
    home.want(*NEW)
    return ("sync",)


def uv_refuses_a_value(home: Home) -> tuple[str, ...]:
    manifest = home.root / "pyproject.toml"
    text = manifest.read_text().replace("[[tool.uv", '[tool.uv]\npackage = "yes"\n[[tool.uv', 1)
    manifest.write_text(text)
    return ("check",)


def uv_refuses_a_member(home: Home) -> tuple[str, ...]:
    manifest = home.root / "pyproject.toml"
    manifest.write_text(f'{manifest.read_text()}[tool.uv.workspace]\nmembers = ["m"]\n')
    (home.root / "m").mkdir()
    (home.root / "m/pyproject.toml").write_text("[tool.ruff]\n")
    return ("check",)


def recreate_above_a_project(home: Home) -> tuple[str, ...]:
    """The environment was made in the folder that the project's folder lies in."""
    home.variables["UV_PROJECT_ENVIRONMENT"] = ".."
    home.environment.rename(home.root / "moved")
    for it in (home.root / "moved").iterdir():
        it.rename(home.root.parent / it.name)
    return ("recreate",)


PLAIN = (
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
    environment_in_the_way,
    environment_in_cache,
    extra_unknown,
    only_and_more,
    add_no_requirement,
    add_to_two_lists,
    remove_no_name,
    group_no_name,
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
    verify_what_is_not_there,
    holders_of_nothing,
    free_nothing,
    sweep_nothing,
    delete_all,
    sync_nothing,
    sync_well,
)
