"""Lockstep's names in scripts within strings exist; no type checker checks those."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .rules import HOUSE, Fault, File, Rule, broken_lines, check_rule

_IMPORT = re.compile(r"\bfrom (lockstep[\w.]*) import (\w+(?:, *\w+)*)")
_CALLED = re.compile(r"ours\(\s*\"(lockstep\.[\w.]+)\", \"(\w+)\"")


def embedded(file: File) -> Iterator[Fault]:
    """An import of a name that does not exist, in a string."""
    if not file.path.startswith("tests/") or file.name == "test_embedded.py":
        return
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for module, names in _IMPORT.findall(node.value):
                yield from _missing(file, node.lineno, module, re.split(", *", names))
    for number, line in file.lines():
        for module, name in _CALLED.findall(line):
            yield from _missing(file, number, module, [name])


def test_embedded_scripts_use_existing_names() -> None:
    check_rule(embedded, ".py")


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        (embedded, "x = 'from lockstep.errors import Refused, Nothing'", [1]),
        (embedded, "x = 'from lockstep.nowhere import y'", [1]),
        (embedded, "x = 'from lockstep.host import machine, links'", []),
        (embedded, 'ours("lockstep.errors", "nothing")', [1]),
    ],
)
def test_the_rule_can_fail(rule: Rule, text: str, lines: list[int]) -> None:
    assert broken_lines(rule, text, "tests/wine/sample.py") == lines


def _missing(file: File, line: int, module: str, names: list[str]) -> Iterator[Fault]:
    known = _names(module)
    for name in names:
        if name not in known:
            yield Fault(file.path, line, f"{module} has no {name}")


def _names(module: str) -> set[str]:
    """The names that a module defines or imports at its top level, and its submodules."""
    place = HOUSE / "server" / module.replace(".", "/")
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not path.is_file():
        return set()
    found = {it.stem for it in place.iterdir()} if place.is_dir() else set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found |= {it.asname or it.name for it in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found
