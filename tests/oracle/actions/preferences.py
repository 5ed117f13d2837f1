"""`python-preference` in every settings file, for each kind of Python."""

from __future__ import annotations

from collections.abc import Iterator

from .state import MANAGED, State

VALUES = ("only-managed", "managed", "system", "only-system")
PYTHONS = ("3.12", MANAGED)
USER = {"XDG_CONFIG_HOME": "{beside}/conf"}


def _everywhere() -> Iterator[State]:
    for python in PYTHONS:
        for value in VALUES:
            setting = f'python-preference = "{value}"\n'
            name = f"{value} {{}}, environment {python}"
            yield State(name.format("manifest"), table=f"[tool.uv]\n{setting}", python=python)
            yield State(name.format("uv.toml"), {"uv.toml": setting}, python=python)
            yield State(name.format("above"), {"{beside}/uv.toml": setting}, python=python)
            table = {"{beside}/pyproject.toml": f"[tool.uv]\n{setting}"}
            yield State(name.format("manifest above"), table, python=python)
            user = {"{beside}/conf/uv/uv.toml": setting}
            yield State(name.format("user"), user, USER, python=python)
            system = {"XDG_CONFIG_DIRS": "{beside}/conf"}
            yield State(name.format("system"), user, system, python=python)
            yield State(name.format("variable"), {}, {"UV_PYTHON_PREFERENCE": value}, python)


def _flags() -> Iterator[State]:
    for python in PYTHONS:
        for variable in ("UV_MANAGED_PYTHON", "UV_NO_MANAGED_PYTHON"):
            for value in ("1", "0", "true"):
                yield State(f"{variable}={value}, {python}", {}, {variable: value}, python)


def _over_each_other() -> Iterator[State]:
    managed, system = (f'python-preference = "only-{it}"\n' for it in ("managed", "system"))
    both = {"UV_MANAGED_PYTHON": "1", "UV_PYTHON_PREFERENCE": "only-system"}
    user = {"{beside}/conf/uv/uv.toml": system}
    for python in PYTHONS:
        table = f"[tool.uv]\n{managed}"
        yield State(
            f"uv.toml hides the manifest, {python}", {"uv.toml": ""}, {}, python, table=table
        )
        yield State(f"manifest before user, {python}", user, USER, python, table=table)
        yield State(
            f"variable before manifest, {python}",
            {},
            {"UV_PYTHON_PREFERENCE": "only-system"},
            python,
            table=table,
        )
        yield State(f"no config, {python}", {}, {"UV_NO_CONFIG": "1"}, python, table=table)
        one = {"UV_CONFIG_FILE": "{beside}/one.toml"}
        chosen = {"{beside}/one.toml": system}
        yield State(f"config file, {python}", chosen, one, python, table=table)
        if python == MANAGED:
            yield State("flag before preference", {}, both, python)
        below = {"{beside}/uv.toml": managed}
        yield State(f"an empty table below, {python}", below, {}, python, table="[tool.uv]\n")
        requested = {"UV_PYTHON": "{3.12}", "UV_PYTHON_PREFERENCE": "only-managed"}
        yield State(f"preference and request, {python}", {}, requested, python)


ALL = (*_everywhere(), *_flags(), *_over_each_other())
