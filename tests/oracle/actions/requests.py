"""Requests for a Python in every notation: in version files, UV_PYTHON and the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from .state import MANAGED, State

TEXTS = (
    "3.12",
    "3.13",
    "3",
    "312",
    "3.12.1",
    "3.12.99",
    ">=3.12,<3.13",
    "<3.13",
    ">=3.13",
    "==3.12.*",
    "cpython",
    "cp313",
    "cpython@3.12",
    "cpython-3.12-linux",
    "cpython-3.12-windows",
    "cpython-3.12-linux-aarch64",
    "cpython-3.12-linux-x86_64",
    "any",
    "default",
    "{3.12}",
    "{3.13}",
    "{project}/.venv",
    ".venv",
    ".venv/bin/python",
    "./bin/python",
    "python3",
    "python3.12",
    "python",
    "no-such-program",
    "pypy",
    "3.13t",
    "3.12+gil",
    "3.14rc1",
)
RANGES = (
    ">=3.13",
    "==3.12.*",
    "<3.12",
    "!=3.12.1",
    ">=3.12.1,<3.14",
    "~=3.12.0",
    ">3.12",
    "==3.12",
)


def _asked() -> Iterator[State]:
    for text in TEXTS:
        for python in ("3.12", "3.13"):
            end = f"{text}, environment {python}"
            yield State(f"file {end}", {".python-version": f"{text}\n"}, {}, python)
            yield State(f"UV_PYTHON {end}", {}, {"UV_PYTHON": text}, python)


def _more() -> Iterator[State]:
    user = {"XDG_CONFIG_HOME": "{beside}/conf"}
    for python in ("3.12", "3.13"):
        both = {".python-version": "3.12\n", ".python-versions": "3.13\n"}
        yield State(f"both files, {python}", both, {}, python)
        several = {".python-versions": "# first\n3.13\n3.12\n"}
        yield State(f"several, {python}", several, {}, python)
        names = {".python-version": "no-such-program\n3.13\n"}
        yield State(f"a name, then a version, {python}", names, {}, python)
        variable = {"UV_PYTHON": "3.12"}
        yield State(
            f"variable before file, {python}", {".python-version": "3.13"}, variable, python
        )
        yield State(
            f"empty variable, {python}", {".python-version": "3.13"}, {"UV_PYTHON": ""}, python
        )
        above = {"{beside}/.python-version": "3.13\n"}
        yield State(f"file above, {python}", above, {}, python)
        mine = {"{beside}/conf/uv/.python-version": "3.13\n"}
        yield State(f"user's file, {python}", mine, user, python)
        yield State(
            f"user's file that is forbidden, {python}", mine, user, python, requires="<3.13"
        )
        local = {**mine, ".python-version": "3.12\n"}
        yield State(f"own file before the user's, {python}", local, user, python)
        installation = {".python-version": "{3.12}/../..\n"}
        yield State(f"installation, {python}", installation, {}, python)
        for text in RANGES:
            yield State(f"requires {text}, {python}", {}, {}, python, requires=text)
    yield State("the managed one by its path", {".python-version": "{managed}\n"}, {}, MANAGED)
    yield State("the managed one, another asked for", {".python-version": "{3.12}\n"}, {}, MANAGED)


ALL = (*_asked(), *_more())
