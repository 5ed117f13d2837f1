"""No cyclic imports, in the server and in the extension."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from .rules import PACKAGE, File, files

_TS_IMPORT = re.compile(r'\b(?:from|import\()\s*"(\.{1,2}/[^"]+)"')

Imports = Mapping[str, set[str]]


def python_imports(modules: Iterable[File]) -> Imports:
    """By path, the modules that each module of the server imports when it is loaded.

    Imports within functions are left out: they run later, when all modules are loaded.
    """
    known = {it.path for it in modules}
    return {it.path: {to for to in _of_python(it) if to in known} for it in modules}


def typescript_imports(modules: Iterable[File]) -> Imports:
    """By path, the modules that each module of the extension imports, type imports included."""
    return {it.path: set(_of_typescript(it)) for it in modules}


def cycle(imports: Imports) -> list[str]:
    """The modules of a cycle, with the first one again at the end; empty if there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_the_server_has_no_import_cycle() -> None:
    found = [it for it in files(".py") if it.path.startswith(PACKAGE)]
    assert cycle(python_imports(found)) == []


def test_the_extension_has_no_import_cycle() -> None:
    found = [it for it in files(".ts") if it.path.startswith("extension/src/")]
    assert cycle(typescript_imports(found)) == []


@pytest.mark.parametrize(
    ("texts", "is_cycle"),
    [
        ({"a.py": "from .b import x", "b.py": "from .c import x", "c.py": "from . import a"}, True),
        ({"a.py": "from .b import x", "b.py": "def f():\n    from .a import y"}, False),
        ({"a.ts": 'import type { B } from "./b";', "b.ts": 'export * from "./a";'}, True),
        ({"a.ts": 'import { b } from "./b";', "b.ts": "import * as vscode from 'vscode';"}, False),
    ],
)
def test_cycles_are_found(texts: Mapping[str, str], is_cycle: bool) -> None:  # noqa: FBT001
    modules = [File(PACKAGE + name, text) for name, text in texts.items()]
    read = python_imports if "a.py" in texts else typescript_imports
    assert bool(cycle(read(modules))) == is_cycle


def _of_python(file: File) -> Iterator[str]:
    for node in _at_load(ast.parse(file.text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = "/".join(file.path.split("/")[: -node.level])
            module = "/".join([folder, *(node.module or "").split(".")]).rstrip("/")
            # A package that imports its own modules (`from . import x`) does not import itself.
            yield from (f"{module}.py", f"{module}/__init__.py") if node.module else ()
            yield from (f"{module}/{it.name}.py" for it in node.names)


def _at_load(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is loaded: all except function bodies."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from _at_load(node)


def _of_typescript(file: File) -> Iterator[str]:
    for found in _TS_IMPORT.findall(file.text):
        yield posixpath.normpath(f"{posixpath.dirname(file.path)}/{found}.ts")
