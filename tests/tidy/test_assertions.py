"""No assertion is in a block that hides its failure."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from .rules import Fault, File, check_rule


def assertions(file: File) -> Iterator[Fault]:
    """An assertion below `suppress(...)`: the block may hide it, or end before it."""
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.With | ast.AsyncWith) and _suppresses(node):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Assert):
                    yield Fault(file.path, inner.lineno, "assert it after the block")


def _suppresses(node: ast.With | ast.AsyncWith) -> bool:
    calls = [it.context_expr for it in node.items if isinstance(it.context_expr, ast.Call)]
    return any(ast.unparse(it.func).endswith("suppress") for it in calls)


def test_no_assertion_is_hidden() -> None:
    check_rule(assertions, ".py")


@pytest.mark.parametrize("context", ["suppress(OSError)", "contextlib.suppress(Exception)"])
def test_a_hidden_assertion_is_found(context: str) -> None:
    assert list(assertions(File("a.py", f"with {context}:\n    assert False")))
