"""Which package may import which, and which may use the platform."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .rules import PACKAGE, Fault, File, Rule, broken_lines, check_rule, files

# The packages that each package may import. All may import `errors` and `lockstep` itself.
_PURE = {"model", "lockfiles", "drift", "installers"}
_READING = _PURE | {"host", "environment"}
_OPERATIONS = _READING | {"aside", "debug_log", "holders", "project", "transaction"}
ARROWS: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "lockfiles": {"model"},
    "drift": {"model"},
    "installers": {"model"},
    "debug_log": {"model"},
    "host": {"model", "debug_log"},
    "environment": {"model", "host"},
    "aside": {"model", "host", "debug_log"},
    "holders": {"model", "host", "aside"},
    "transaction": {"model", "host", "environment", "aside"},
    "project": _READING | {"debug_log"},
    "operations": _OPERATIONS,
    "session": _OPERATIONS | {"operations"},
    "lsp": _OPERATIONS | {"operations", "session"},
    "cli": _OPERATIONS | {"operations"},
    "__main__": {"cli", "lsp"},
}

# Modules that are as pure as the pure packages, although their packages have effects.
PURE_MODULES = {
    "environment/pyvenv_cfg.py",
    "environment/dist_info.py",
    "environment/record.py",
    "holders/owner.py",
    "operations/planning.py",
    "session/step.py",
}

# Effects, clocks, logging and the platform: not allowed in pure modules.
IMPURE = {
    *("asyncio", "ctypes", "fcntl", "glob", "http", "importlib", "io", "locale", "logging"),
    *("mmap", "msvcrt", "multiprocessing", "os", "platform", "psutil", "random", "secrets"),
    *("select", "shutil", "signal", "socket", "sqlite3", "subprocess", "tempfile"),
    *("threading", "time", "urllib.request", "uuid", "winreg"),
}
IMPURE_CALLS = {"open", "print", "input", "breakpoint"}
CLOCKS = {"now", "today", "utcnow"}
PURE_PATHS = {"PurePath", "PurePosixPath", "PureWindowsPath"}
# The version of Python selects tomllib or tomli; that is not a property of the platform.
PURE_SYS = {"version_info"}

PLATFORM_MODULES = {"ctypes", "fcntl", "msvcrt", "platform", "psutil", "subprocess", "winreg"}
PLATFORM_NAMES = {
    *("sys.platform", "sys.getwindowsversion", "os.name", "os.uname", "os.startfile"),
    *("os.fork", "os.kill", "os.system", "os.popen"),
}
# These open only files of the platform, or files that Lockstep created.
OF_OWN_FILES = {"host", "aside", "transaction", "cli"}
LSP_MODULES = {"pygls", "lsprotocol"}


def arrows(file: File) -> Iterator[Fault]:
    """An import of a package that the table does not allow."""
    here = _package(file)
    for line, name in _imports(file):
        imported = name.split(".")[1] if name.startswith("lockstep.") else here
        if imported not in ARROWS.get(here, set()) | {here, "errors", "__version__"}:
            yield Fault(file.path, line, f"{here} may not import {imported}")


def purity(file: File) -> Iterator[Fault]:
    """An effect, a clock or the platform in a pure module."""
    if not _is_pure(file):
        return
    for line, name in _imports(file):
        if _is_one_of(name, IMPURE) or _is_real_path(name):
            yield Fault(file.path, line, f"the pure ring may not import {name}")
    for node in _expressions(file):
        if name := _impure_use(node):
            yield Fault(file.path, node.lineno, f"the pure ring may not use {name}")


def platform(file: File) -> Iterator[Fault]:
    """A use of the platform outside host/."""
    if _package(file) == "host":
        return
    for line, name in _imports(file):
        if _is_one_of(name, PLATFORM_MODULES | PLATFORM_NAMES):
            yield Fault(file.path, line, f"only host may import {name}")
    for node in _expressions(file):
        if (name := _dotted(node)) in PLATFORM_NAMES:
            yield Fault(file.path, node.lineno, f"only host may use {name}")


def sharing(file: File) -> Iterator[Fault]:
    """A file opened in a way that on Windows keeps an installer from deleting it."""
    if _package(file) in OF_OWN_FILES:
        return
    for node in _expressions(file):
        is_open = isinstance(node, ast.Call) and ast.unparse(node.func) == "open"
        if is_open and "opener=" not in ast.unparse(node):
            yield Fault(file.path, node.lineno, "say `opener=open_shared`")


def protocol(file: File) -> Iterator[Fault]:
    """A use of the editor's protocol outside lsp/."""
    for line, name in _imports(file):
        if _is_one_of(name, LSP_MODULES) and _package(file) != "lsp":
            yield Fault(file.path, line, f"only lsp may import {name}")


RULES = [arrows, purity, platform, sharing, protocol]


@pytest.mark.parametrize("rule", RULES)
def test_the_layers_hold(rule: Rule) -> None:
    check_rule(lambda file: rule(file) if _is_ours(file) else (), ".py")


def unlisted_purity(file: File) -> Iterator[Fault]:
    """A module with a docstring that says it is pure, but that is not in the list."""
    docstring = ast.get_docstring(ast.parse(file.text)) or ""
    if re.search(r"\bPure\b", docstring) and not _is_pure(file):
        yield Fault(file.path, 1, "a pure module belongs in PURE_MODULES")


def test_pure_modules_exist_and_are_all_listed() -> None:
    imported = {it.path.removeprefix(PACKAGE) for it in files(".py")}
    assert imported >= PURE_MODULES, PURE_MODULES - imported
    check_rule(lambda file: unlisted_purity(file) if _is_ours(file) else (), ".py")


def test_every_package_is_in_the_table() -> None:
    packages = {_package(it) for it in files(".py") if _is_ours(it)} - {"__init__"}
    assert packages <= set(ARROWS), packages - set(ARROWS)


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        (arrows, "from ..lockfiles import uv_lock", [1]),
        (arrows, "from .. import lsp\nfrom .. import model\nfrom . import engine", [1]),
        (arrows, "import lockstep.host.files", [1]),
        (arrows, "def late():\n    from ..session import state", [2]),
        (arrows, "from ..model.finding import Finding\nfrom ..errors import LockstepError", []),
        (purity, "import os.path\nfrom pathlib import Path\nfrom pathlib import PurePath", [1, 2]),
        (purity, "import posixpath\nimport urllib.parse\nimport sys\nsys.version_info", []),
        (purity, "import sys\nsys.path", [2]),
        (purity, "import pathlib\npathlib.Path()\npathlib.PurePath()", [2]),
        (purity, "from datetime import datetime\ndatetime.now()", [2]),
        (purity, "open('x')\nit.open('x')", [1]),
        (platform, "import subprocess\nimport sys\nsys.platform", [1, 3]),
        (platform, "from sys import platform\nfrom os import name", [1, 2]),
        (sharing, "open(x)\nopen(x, opener=open_shared)\nit.open(x)", [1]),
        (protocol, "from lsprotocol import types\nimport pygls.server", [1, 2]),
    ],
)
def test_the_rules_can_fail(rule: Rule, text: str, lines: list[int]) -> None:
    assert broken_lines(rule, text) == lines


def test_an_unlisted_pure_module_is_found() -> None:
    path = PACKAGE + "session/sample.py"
    pure = '"""Values in, values out. Pure: no clock."""'
    assert broken_lines(unlisted_purity, pure, path) == [1]
    assert broken_lines(unlisted_purity, '"""A purely textual comparison."""', path) == []


def _is_ours(file: File) -> bool:
    return file.path.startswith(PACKAGE)


def _package(file: File) -> str:
    return file.path.removeprefix(PACKAGE).removesuffix(".py").split("/")[0]


def _is_pure(file: File) -> bool:
    return _package(file) in _PURE or file.path.removeprefix(PACKAGE) in PURE_MODULES


def _imports(file: File) -> Iterator[tuple[int, str]]:
    """Every imported module or name as an absolute name, anywhere in the file."""
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(file, node)
            yield from ((node.lineno, f"{base}.{each.name}") for each in node.names)


def _expressions(file: File) -> Iterator[ast.expr]:
    return (node for node in ast.walk(ast.parse(file.text)) if isinstance(node, ast.expr))


def _base(file: File, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = file.path.removeprefix("server/").split("/")
    return ".".join([*parts[: len(parts) - node.level], *filter(None, [node.module])])


def _is_one_of(name: str, modules: set[str]) -> bool:
    return any(name == it or name.startswith(it + ".") for it in modules)


def _is_real_path(name: str) -> bool:
    """Whether an import is of `Path` or another class that accesses the disk."""
    module, _, path = name.partition(".")
    return module == "pathlib" and path not in PURE_PATHS | {""}


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def _impure_use(node: ast.AST) -> str:
    """The impure name that this node uses; empty if it uses none."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id if node.func.id in IMPURE_CALLS else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _dotted(node.func) if node.func.attr in CLOCKS else ""
    owner, _, name = _dotted(node).partition(".")
    allowed = {"sys": PURE_SYS, "pathlib": PURE_PATHS}.get(owner)
    return f"{owner}.{name}" if allowed and name not in allowed else ""
