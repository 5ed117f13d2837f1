"""States of the environment's folder: layouts, interpreters, other contents, links."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ..machine import run
from .state import Shape, State, StateOnDisk

_WINDOWS = (
    "home = C:\\Python312\nimplementation = CPython\nuv = 0.13.8\n"
    "version_info = 3.12.9\ninclude-system-site-packages = false\n"
)
_ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x02\x00"


def _interpreter(apply: Callable[[Path, StateOnDisk], None]) -> Shape:
    """Remove every name of the interpreter, and create something as `python`."""

    def shape(made: StateOnDisk) -> None:
        for program in (made.environment / "bin").glob("python*"):
            program.unlink()
        apply(made.environment / "bin" / "python", made)

    return shape


def _content(data: bytes, mode: int = 0o755) -> Shape:
    def apply(path: Path, _: StateOnDisk) -> None:
        path.write_bytes(data)
        path.chmod(mode)

    return _interpreter(apply)


def _link(target: str) -> Shape:
    return _interpreter(lambda path, made: path.symlink_to(made.bench.python(target)))


def _windows(made: StateOnDisk) -> None:
    shutil.rmtree(made.environment)
    (made.environment / "Lib/site-packages").mkdir(parents=True)
    (made.environment / "Scripts").mkdir()
    (made.environment / "Scripts/python.exe").write_bytes(b"MZ")
    (made.environment / "pyvenv.cfg").write_text(_WINDOWS)


def _windows_beside(made: StateOnDisk) -> None:
    (made.environment / "Lib/site-packages").mkdir(parents=True)
    (made.environment / "Scripts").mkdir()
    (made.environment / "Scripts/python.exe").write_bytes(b"MZ")


def _only_python3(made: StateOnDisk) -> None:
    (made.environment / "bin/python").unlink()


def _cfg(old: str, new: str) -> Shape:
    def shape(made: StateOnDisk) -> None:
        path = made.environment / "pyvenv.cfg"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return shape


def _by_standard_library(*options: str) -> Shape:
    def shape(made: StateOnDisk) -> None:
        shutil.rmtree(made.environment)
        command = [made.bench.python("3.12"), "-m", "venv", "--without-pip", *options, ".venv"]
        run(command, made.folder, made.variables).expect_success()

    return shape


def _folder(*names: str) -> Shape:
    def shape(made: StateOnDisk) -> None:
        shutil.rmtree(made.environment)
        made.environment.mkdir()
        for name in names:
            (made.environment / name).write_text("")

    return shape


def _file(made: StateOnDisk) -> None:
    shutil.rmtree(made.environment)
    made.environment.write_text("a user's notes\n")


def _behind_a_link(made: StateOnDisk) -> None:
    made.environment.rename(made.folder / "real")
    made.environment.symlink_to(made.folder / "real")


def _dangling(made: StateOnDisk) -> None:
    shutil.rmtree(made.environment)
    made.environment.symlink_to(made.folder / "nowhere")


def _gone(*names: str) -> Shape:
    def shape(made: StateOnDisk) -> None:
        for name in names:
            path = made.environment / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return shape


def _copied(made: StateOnDisk) -> None:
    made.environment.rename(made.folder.parent / "moved")
    shutil.copytree(made.folder.parent / "moved", made.environment, symlinks=True)


SHAPES: dict[str, Shape] = {
    "as made": lambda _: None,
    "made on Windows": _windows,
    "both layouts": _windows_beside,
    "interpreter gone": _interpreter(lambda _, __: None),
    "link to 3.13": _link("3.13"),
    "link to 3.11": _link("3.11"),
    "link to the same": _link("3.12"),
    "link to the managed one": _link("managed"),
    "link to nothing": _interpreter(lambda path, made: path.symlink_to(made.folder / "no")),
    "not executable": _content(b"", 0o644),
    "a script that fails": _content(b"#!/bin/sh\nexit 3\n"),
    "a script without its shell": _content(b"#!/no/such/shell\n"),
    "for another machine": _content(_ELF + b"\xb7\x00" + b"\0" * 44),
    "a program of Windows": _content(b"MZ" + b"\0" * 62),
    "a program of macOS": _content(b"\xcf\xfa\xed\xfe" + b"\0" * 60),
    "only python3": _only_python3,
    "version_info of another minor": _cfg("version_info = 3.12.1", "version_info = 3.11.7"),
    "version_info of another patch": _cfg("version_info = 3.12.1", "version_info = 3.12.9"),
    "version_info of the minor only": _cfg("version_info = 3.12.1", "version_info = 3.12"),
    "version instead of version_info": _cfg("version_info = ", "version = "),
    "no version": _cfg("version_info = 3.12.1", ""),
    "home gone": _cfg("home = ", "home = /no"),
    "another implementation": _cfg("CPython", "Other"),
    "by venv": _by_standard_library(),
    "by venv, copied": _by_standard_library("--copies"),
    "an empty folder": _folder(),
    "a folder of the user's": _folder("thesis.txt"),
    "only pyvenv.cfg": _folder("pyvenv.cfg"),
    "a file": _file,
    "behind a link": _behind_a_link,
    "a dangling link": _dangling,
    "bin gone": _gone("bin"),
    "site-packages gone": _gone("lib"),
    "pyvenv.cfg gone": _gone("pyvenv.cfg"),
    "moved": _copied,
}


def _all() -> Iterator[State]:
    for name, shape in SHAPES.items():
        yield State(f"{name}", shape=shape)
        asked = {".python-version": "3.12\n"}
        yield State(f"{name}, 3.12 asked for", asked, shape=shape)
        only = {"UV_PYTHON_PREFERENCE": "only-system"}
        yield State(f"{name}, only-system", {}, only, shape=shape)


ALL = (*_all(), State("no environment", python=None))
