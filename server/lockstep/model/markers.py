"""Parses and evaluates PEP 508 markers, where `extra == '…'` tests for membership in a set.

uv encodes conflicts as `extra == 'extra-3-pkg-cpu' and extra != 'extra-3-pkg-gpu'`, to be evaluated
for all active items at once (uv: `universal_marker.rs`), while `packaging` knows a single extra. So
only comparisons that are not common are evaluated by `packaging`, which is imported for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from .versions.nesting import is_too_deep
from .versions.specifier import plain_specifier
from .versions.version import plain_version


class Comparison(NamedTuple):
    """`left operator right` as written; one side is a variable, the other a string with quotes."""

    left: str
    operator: str
    right: str

    @property
    def text(self) -> str:
        """The comparison as a marker of its own."""
        return f"{self.left} {self.operator} {self.right}"

    @property
    def variable(self) -> str:
        """The variable, whichever side it is on."""
        return self.right if self.left[:1] in "'\"" else self.left

    @property
    def literal(self) -> str:
        """The string with which the variable is compared, without quotes."""
        return (self.left if self.left[:1] in "'\"" else self.right)[1:-1]


class Joined(NamedTuple):
    """The markers `parts`, joined by `and` (`every` is True) or by `or`."""

    every: bool
    parts: tuple[Node, ...]


Node = Comparison | Joined

# PEP 508, "Environment Markers": these three are versions, the others texts. The rest is left to
# `packaging`: `platform_release` may be either, and names in `extra` are normalized.
_VERSIONS = ("python_version", "python_full_version", "implementation_version")
_TEXTS = (
    *("sys_platform", "os_name", "platform_machine", "platform_system", "platform_version"),
    *("platform_python_implementation", "implementation_name"),
)
_VARIABLES = "|".join((*_VERSIONS, *_TEXTS, "platform_release"))
# Printable ASCII without quotes and backslashes, by which Python literals escape other characters.
_PLAIN_LITERAL = r"""(?:'[ !#-&(-\[\]-~]*'|"[ !#-&(-\[\]-~]*")"""
_TOKEN = re.compile(
    r"""\s*(?:(?P<paren>[()])|(?P<string>"[^"]*"|'[^']*')|(?P<op>[<>=!~]+)|(?P<word>[\w.]+))"""
)
_PLAIN_ITEM = re.compile(
    rf"[ \t]*({_VARIABLES})[ \t]*([=!<>~]=|[<>]|(?<=[ \t])(?:not[ \t]+)?in)[ \t]*"
    rf"({_PLAIN_LITERAL})[ \t]*(?:(and|or)(?=[ \t]))?"
)


class MarkerProblem(ValueError):
    """The text is not a marker of PEP 508."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Parse a marker into a tree; names of variables and operators are not checked.

    Raises:
        MarkerProblem: the text does not have the form of a marker, or is nested too deeply.
    """
    if is_too_deep(text):
        raise MarkerProblem("marker has too many nested parentheses")
    tokens = _tokens(text)
    node, rest = _either(tokens)
    if rest:
        raise MarkerProblem(f"marker goes on unexpectedly at `{rest[0]}`")
    return node


def _tokens(text: str) -> list[str]:
    tokens = []
    position = 0
    while position < len(text) and not text[position:].isspace():
        found = _TOKEN.match(text, position)
        if found is None:
            raise MarkerProblem(f"marker is invalid at `{text[position:]}`")
        tokens.append(found[0].strip())
        position = found.end()
    return tokens


def _either(tokens: list[str]) -> tuple[Node, list[str]]:
    return _chain(tokens, "or", _both)


def _both(tokens: list[str]) -> tuple[Node, list[str]]:
    return _chain(tokens, "and", _one)


def _chain(
    tokens: list[str], word: str, inner: Callable[[list[str]], tuple[Node, list[str]]]
) -> tuple[Node, list[str]]:
    node, rest = inner(tokens)
    parts = [node]
    while rest and rest[0] == word:
        node, rest = inner(rest[1:])
        parts.append(node)
    return (parts[0] if len(parts) == 1 else Joined(word == "and", tuple(parts))), rest


def _one(tokens: list[str]) -> tuple[Node, list[str]]:
    if tokens[:1] == ["("]:
        node, rest = _either(tokens[1:])
        if rest[:1] != [")"]:
            raise MarkerProblem("marker lacks a closing parenthesis")
        return node, rest[1:]
    if tokens[1:3] == ["not", "in"]:
        tokens = [*tokens[:1], "not in", *tokens[3:]]
    if len(tokens) < 3:
        raise MarkerProblem("marker ends too early")
    return Comparison(*tokens[:3]), tokens[3:]


def comparisons(node: Node) -> Iterator[Comparison]:
    """All comparisons of a marker, in the order of the text."""
    if isinstance(node, Comparison):
        yield node
    else:
        for part in node.parts:
            yield from comparisons(part)


class Evaluator:
    """Evaluates markers for the `values` of an interpreter; `extra` is true for `active` names."""

    def __init__(self, values: Mapping[str, str], active: Collection[str] = ()) -> None:
        self._values = values
        self._key = tuple(sorted(values.items()))
        self.active = frozenset(active)
        self._known: dict[str, bool] = {"": True}

    def __call__(self, marker: str) -> bool:
        """Whether a marker is true; an empty one is true, an invalid one false."""
        known = self._known.get(marker)
        if known is None:
            known = self._known[marker] = self._holds(marker)
        return known

    def with_active(self, active: Collection[str]) -> Evaluator:
        """An evaluator for the same interpreter with other active items."""
        return Evaluator(self._values, active)

    def _holds(self, marker: str) -> bool:
        try:
            return self._node(parse(marker))
        except MarkerProblem:
            return False

    def _node(self, node: Node) -> bool:
        if isinstance(node, Comparison):
            return self._comparison(node)
        judge = all if node.every else any
        return judge(self._node(part) for part in node.parts)

    def _comparison(self, node: Comparison) -> bool:
        if node.variable == "extra":
            return (node.literal in self.active) == (node.operator == "==")
        return compare(node, self._key)


@lru_cache(maxsize=4096)
def compare(comparison: Comparison, values: tuple[tuple[str, str], ...]) -> bool:
    """Whether a comparison is true for these values of variables; an invalid one is false."""
    plain = plain_comparison(comparison, dict(values))
    if plain is not None:
        return plain
    from packaging import markers

    try:
        return markers.Marker(comparison.text).evaluate(dict(values))
    except (ValueError, markers.UndefinedComparison, markers.UndefinedEnvironmentName):
        return False


def plain_comparison(comparison: Comparison, values: Mapping[str, str]) -> bool | None:
    """Whether a comparison is true; None for an uncommon form, which `packaging` evaluates.

    The common form is: a variable on the left, plain ASCII on the right, versions in normal form.
    """
    variable, operator, right = comparison
    value = values.get(variable)
    if value is None or not _is_plain_literal(right):
        return None
    literal = right[1:-1]
    if variable in _VERSIONS:
        return _compare_versions(value, operator, literal)
    if variable not in _TEXTS:
        return None
    if operator in ("==", "!="):
        return (value == literal) == (operator == "==")
    return _is_part(value, operator, literal)


def _compare_versions(value: str, operator: str, literal: str) -> bool | None:
    """As `plain_comparison`; None for a literal that is no version, which is compared as text."""
    if plain_version(value) is None or "," in literal:
        return None
    specifier = plain_specifier(operator + literal)
    if specifier is not None:
        return specifier.contains(value)
    return _is_part(value, operator, literal)


def _is_part(value: str, operator: str, literal: str) -> bool | None:
    if operator not in ("in", "not in"):
        return None
    return (value in literal) == (operator == "in")


def _is_plain_literal(text: str) -> bool:
    inside = text[1:-1]
    is_printable = inside.isascii() and inside.isprintable() and text[:1] in ("'", '"')
    return is_printable and not any(sign in inside for sign in "'\"\\")


def plain_marker(text: str) -> str | None:
    """A marker as `packaging` formats it; None if it has parentheses or an uncommon form."""
    parts: list[str] = []
    position = 0
    while True:
        found = _PLAIN_ITEM.match(text, position)
        if found is None:
            return None
        variable, operator, literal, word = found.groups()
        parts += [variable, " ".join(operator.split()), f'"{literal[1:-1]}"']
        position = found.end()
        if not word:
            return " ".join(parts) if position == len(text) else None
        parts.append(word)
