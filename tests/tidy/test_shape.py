"""The form of files: names, length, module docstrings, line ends."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from .rules import HOUSE, PACKAGE, Fault, File, Rule, broken_lines, check_rule, files

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_FILES = 22

# Names that do not say what a file contains.
EMPTY_NAMES = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}


def lengths(file: File) -> Iterator[Fault]:
    """A file or a function that is too long."""
    count = len(file.text.splitlines())
    if count > LONGEST_FILE:
        yield Fault(file.path, count, f"{count} lines; a file has at most {LONGEST_FILE}")
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > LONGEST_FUNCTION:
                yield Fault(file.path, node.lineno, f"{node.name} has {count} lines")


def openings(file: File) -> Iterator[Fault]:
    """A module without a docstring, or without postponed annotations."""
    tree = ast.parse(file.text)
    purpose = ast.get_docstring(tree)
    if not purpose:
        yield Fault(file.path, 1, "a module opens with a docstring that says its purpose")
    elif not purpose.splitlines()[0].endswith("."):
        yield Fault(file.path, 1, "the purpose is one sentence on one line")
    if _has_code(tree) and not _has_annotations(tree):
        yield Fault(file.path, 1, "from __future__ import annotations is missing")


def names(file: File) -> Iterator[Fault]:
    """A file or folder with a name that says nothing about its contents."""
    for part in file.path.split("/"):
        if part.split(".")[0].lower() in EMPTY_NAMES:
            yield Fault(file.path, 1, f"{part} says nothing of what is inside")


def line_ends(file: File) -> Iterator[Fault]:
    """A carriage return, trailing white space, or no newline at the end."""
    for number, line in enumerate(file.text.split("\n"), start=1):
        if line.endswith("\r"):
            yield Fault(file.path, number, "lines end with LF only")
        elif line != line.rstrip():
            yield Fault(file.path, number, "blanks at the end of the line")
    if file.text and not file.text.endswith("\n"):
        yield Fault(file.path, len(file.text.splitlines()), "the last line has no newline")


@pytest.mark.parametrize("rule", [lengths, openings])
def test_python_files_are_in_form(rule: Rule) -> None:
    check_rule(rule, ".py")


@pytest.mark.parametrize("rule", [names, line_ends])
def test_all_files_are_in_form(rule: Rule) -> None:
    check_rule(rule)


def test_test_modules_are_in_the_folder_of_a_part() -> None:
    """`npm test` runs the folders below tests/, so a test module beside them would never run."""
    assert not list((HOUSE / "tests").glob("test_*.py"))


def test_there_are_files_to_check() -> None:
    assert len(files(".py")) > 20


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        (lengths, "x = 1\n" * (LONGEST_FILE + 1), [LONGEST_FILE + 1]),
        (lengths, "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION, [1]),
        (openings, "x = 1\n", [1]),
        (openings, '"""Fine."""\n\nx: int = 1\n', [1]),
        (openings, '"""No end"""\n', [1]),
        (openings, '"""Only a purpose."""\n', []),
        (openings, '"""Fine."""\n\nfrom __future__ import annotations\n\nx = 1\n', []),
        (line_ends, "one\r\ntwo \nthree", [1, 2, 3]),
        (line_ends, "one\n", []),
    ],
)
def test_the_rules_can_fail(rule: Rule, text: str, lines: list[int]) -> None:
    assert broken_lines(rule, text) == lines


@pytest.mark.parametrize("path", ["server/lockstep/utils.py", "extension/src/common/x.ts"])
def test_meaningless_names_are_found(path: str) -> None:
    assert broken_lines(names, "", path) == [1]


def _has_code(tree: ast.Module) -> bool:
    with_annotations = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.AnnAssign
    return any(isinstance(node, with_annotations) for node in tree.body)


def _has_annotations(tree: ast.Module) -> bool:
    return any(isinstance(it, ast.ImportFrom) and it.module == "__future__" for it in tree.body)


def test_no_folder_of_the_server_has_too_many_files() -> None:
    counts = Counter(
        it.path.rpartition("/")[0] for it in files(".py") if it.path.startswith(PACKAGE)
    )
    crowded = {folder: count for folder, count in counts.items() if count > MOST_FILES}
    assert not crowded
