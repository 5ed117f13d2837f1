"""Every error says what to do about it: its hint is separate from its message."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from lockstep import errors

from .rules import PACKAGE, Fault, File, check_rule

# They have a hint of their own, or need none: what Ctrl-C has ended is clear.
COMPLETE = {"Cancelled", "InstallerRefusal"}
CLASSES = {
    name
    for name, it in vars(errors).items()
    if isinstance(it, type) and issubclass(it, errors.LockstepError) and not it.hint
} - COMPLETE


def hints(file: File) -> Iterator[Fault]:
    """An error of a class without a hint, created with a message alone."""
    if not file.path.startswith(PACKAGE):
        return
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = len(node.args) + len(node.keywords)
            if node.func.id in CLASSES and given == 1:
                yield Fault(file.path, node.lineno, f"{node.func.id} needs a hint")


def test_every_error_has_a_hint() -> None:
    check_rule(hints, ".py")


@pytest.mark.parametrize("text", ['raise Refused("no")', 'UsageError(f"{path} is bad")'])
def test_an_error_without_a_hint_is_found(text: str) -> None:
    assert list(hints(File(f"{PACKAGE}a.py", text)))


@pytest.mark.parametrize("text", ['Refused("no", "do it")', 'ProjectNotFound("none")'])
def test_a_hint_is_accepted(text: str) -> None:
    assert not list(hints(File(f"{PACKAGE}a.py", text)))
