"""Bounds the parentheses of a marker, because its parsers are recursive."""

from __future__ import annotations

# A parser calls itself three times for each level, and Python's stack has room for 1000 calls.
_DEEPEST = 100


def is_too_deep(text: str) -> bool:
    """Whether a marker has more than 100 levels of parentheses, too many for a parser."""
    depth = deepest = 0
    for it in text if text.count("(") > _DEEPEST else "":
        depth += (it == "(") - (it == ")")
        deepest = max(deepest, depth)
    return deepest > _DEEPEST
