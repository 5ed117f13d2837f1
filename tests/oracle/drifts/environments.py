"""Drifts of the whole environment: missing, made by other tools, for another Python, incomplete."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ..machine import run
from ..projects import Project, python_path
from .drift import Drift, drift


def made_with(python: str, *options: str) -> Drift:
    """Created by uv for another Python, with the packages for that Python."""

    def apply(project: Project) -> None:
        _remove(project.environment)
        make = [
            "venv",
            "--clear",
            "--python",
            python_path(python),
            *options,
            str(project.environment),
        ]
        project.uv(*make)

    return Drift(f"made with {python} {' '.join(options)}".strip(), apply)


def made_by_venv(python: str = "3.12", *options: str) -> Drift:
    """Created by the standard library, with its pip."""

    def apply(project: Project) -> None:
        _remove(project.environment)
        command = [python_path(python), "-m", "venv", *options, str(project.environment)]
        run(command, project.folder, project.variables).expect_success()

    return Drift(f"made by venv {python} {' '.join(options)}".strip(), apply)


@drift("made by virtualenv")
def made_by_virtualenv(project: Project) -> None:
    _remove(project.environment)
    tool = ["tool", "run", "--from", "virtualenv==20.26.3", "virtualenv"]
    project.uv(*tool, "--python", python_path("3.12"), "--download", str(project.environment))


def filled(*selection: str) -> Drift:
    """Install the packages again; extraneous ones are kept."""
    return Drift(
        f"filled {' '.join(selection)}".strip(),
        lambda project: _fill(project, selection),
    )


def _fill(project: Project, selection: tuple[str, ...]) -> None:
    project.uv("sync", "--frozen", "--inexact", *selection)


@drift("no environment")
def gone(project: Project) -> None:
    _remove(project.environment)


@drift("empty environment folder")
def empty_folder(project: Project) -> None:
    _remove(project.environment)
    project.environment.mkdir()


@drift("interpreter gone")
def interpreter_gone(project: Project) -> None:
    for program in project.interpreter.parent.glob("python*"):
        program.unlink()


@drift("interpreter link broken")
def interpreter_broken(project: Project) -> None:
    for program in project.interpreter.parent.glob("python*"):
        program.unlink()
    project.interpreter.symlink_to(project.folder / "no-such-python")


@drift("site-packages gone")
def site_packages_gone(project: Project) -> None:
    shutil.rmtree(project.site_packages)


@drift("lib gone")
def lib_gone(project: Project) -> None:
    shutil.rmtree(project.environment / "lib")


@drift("pyvenv.cfg gone")
def settings_gone(project: Project) -> None:
    (project.environment / "pyvenv.cfg").unlink()


@drift("environment is a file")
def is_a_file(project: Project) -> None:
    _remove(project.environment)
    project.environment.write_text("a user's notes\n", encoding="utf-8")


@drift("environment is a user's folder")
def is_foreign(project: Project) -> None:
    _remove(project.environment)
    project.environment.mkdir()
    (project.environment / "thesis.txt").write_text("years of work\n", encoding="utf-8")


@drift("environment behind a link")
def behind_a_link(project: Project) -> None:
    real = project.folder / "real-environment"
    project.environment.rename(real)
    project.environment.symlink_to(real, target_is_directory=True)


@drift("environment link broken")
def link_broken(project: Project) -> None:
    _remove(project.environment)
    project.environment.symlink_to(project.folder / "nowhere", target_is_directory=True)


def settings(old: str, new: str) -> Drift:
    """Change a text in pyvenv.cfg."""
    return Drift(
        f"pyvenv.cfg {old!r} to {new!r}",
        lambda project: project.replace(old, new, ".venv/pyvenv.cfg"),
    )


def elsewhere(path: str) -> Drift:
    """UV_PROJECT_ENVIRONMENT names another folder, which is synced; `.venv` is left as it was."""

    def apply(project: Project) -> None:
        text = path.replace("{project}", str(project.folder))
        project.variables["UV_PROJECT_ENVIRONMENT"] = text
        project.environment = project.folder / Path(path.replace("{project}/", ""))
        project.uv("sync", "--frozen")

    return Drift(f"elsewhere {path}", apply)


def pinned_python(text: str, file: str = ".python-version") -> Drift:
    return Drift(f"{file} {text!r}", lambda project: project.write(file, text))


def touched(path: str) -> Drift:
    """A later time: uv compares the change time on Unix and the modification time on Windows."""

    def apply(project: Project) -> None:
        now = (project.folder / path).stat()
        os.utime(project.folder / path, ns=(now.st_atime_ns, now.st_mtime_ns + 5_000_000_000))

    return Drift(f"touched {path}", apply)


def edited(old: str, new: str, path: str = "pyproject.toml") -> Drift:
    """Edit the manifest after the sync."""
    return Drift(f"edited {old!r} to {new!r}", lambda project: project.replace(old, new, path))


def written(path: str, text: str) -> Drift:
    return Drift(f"written {path}", lambda project: project.write(path, text))


def _remove(environment: Path) -> None:
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    elif environment.exists():
        shutil.rmtree(environment)
