"""Translates uv's two kinds of glob patterns to regular expressions; neither equals Python's.

The patterns of workspace members are those of the Rust crate `glob`
(`uv-workspace/src/workspace.rs`), cache keys are lines of a .gitignore (`globwalk` in
`uv-cache-info/src/cache_info.rs`). In both, names that begin with a dot are not special.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_SPECIAL = re.compile(r"[*?\[\]{}]")


class BadPattern(ValueError):
    """A pattern is invalid; callers decide whether it is refused or skipped."""


def has_wildcards(pattern: str) -> bool:
    """Whether a member pattern, or one component of it, contains a wildcard: `*`, `?` or `[`."""
    return any(it in pattern for it in "*?[")


@lru_cache(maxsize=256)
def member_pattern(pattern: str) -> re.Pattern[str]:
    """Translate a pattern of the crate `glob`: braces and backslashes are literal, `*` matches `/`.

    The result is for `fullmatch` with a path that has `/` as its separator.

    Raises:
        BadPattern: `**` is not a whole component of the path, or a bracket is not closed.
    """
    found, at = [], 0
    while at < len(pattern):
        text, at = _member_token(pattern, at)
        found.append(text)
    return re.compile("".join(found), re.DOTALL)


def _member_token(pattern: str, at: int) -> tuple[str, int]:
    char = pattern[at]
    if char == "?":
        return ".", at + 1
    if char == "*":
        end = at
        while pattern[end : end + 1] == "*":
            end += 1
        if end == at + 1:
            return ".*", end
        is_whole = pattern[at - 1 : at] in ("", "/") and pattern[end : end + 1] in ("", "/")
        if end > at + 2 or not is_whole:
            raise BadPattern(f"`{pattern}`: `**` must be a whole component of the path")
        return ("(?:.*/)?", end + 1) if end < len(pattern) else (".*", end)
    if char == "[":
        return _class(pattern, at, "!")
    return re.escape(char), at + 1


def _class(pattern: str, at: int, negations: str) -> tuple[str, int]:
    """Translate a class such as `[a-z]`; a closing bracket at its start is literal."""
    start = at + 1
    is_negated = pattern[start : start + 1] in tuple(negations)
    start += is_negated
    end = pattern.find("]", start + 1)
    if end < 0:
        raise BadPattern(f"`{pattern}`: a bracket is not closed")
    inside = re.sub(r"([\\\[\]^&~|])", r"\\\1", pattern[start:end])
    try:
        re.compile(f"[{inside}]")
    except re.error:
        return "(?!)", end + 1  # such as `[z-a]`, a range without characters
    return f"[{'^' if is_negated else ''}{inside}]", end + 1


class IgnoreRule(NamedTuple):
    """One line of a .gitignore.

    Attributes:
        matches: the pattern, for `fullmatch` with a path relative to the folder of the .gitignore.
        negated: the line begins with `!`, and cancels earlier matches.
        only_folders: the line ends with `/`, and matches only folders.
    """

    matches: re.Pattern[str]
    negated: bool
    only_folders: bool


class IgnoreRules(NamedTuple):
    """The rules of a .gitignore in their order; the last one that matches decides."""

    rules: tuple[IgnoreRule, ...]

    def verdict(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether a path is ignored: False if the last matching rule is negated, None without one.

        Args:
            path: relative to the folder of the .gitignore, with `/`.
            is_folder: the path is a folder; some rules match only folders.
        """
        for rule in reversed(self.rules):
            if (is_folder or not rule.only_folders) and rule.matches.fullmatch(path):
                return not rule.negated
        return None


def ignore_rules(lines: Iterable[str]) -> IgnoreRules:
    """Parse the lines of a .gitignore; blank lines, comments and invalid patterns are skipped."""
    return IgnoreRules(tuple(it for it in map(_rule, lines) if it is not None))


def _rule(line: str) -> IgnoreRule | None:
    pattern = line.rstrip() if not line.rstrip().endswith("\\") else line
    if not pattern or pattern.startswith("#"):
        return None
    negated = pattern.startswith("!")
    pattern = pattern.removeprefix("!") if negated else pattern
    anchored = pattern.startswith("/")
    pattern = pattern.removeprefix("/")
    only_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    # A pattern without a slash matches at any depth (gitignore(5)).
    if not anchored and "/" not in pattern:
        pattern = f"**/{pattern}"
    # `a/**` ignores what is in `a`, but not `a` itself (gitignore(5)).
    if pattern.endswith("/**"):
        pattern += "/*"
    try:
        return IgnoreRule(_gitignore_pattern(pattern), negated, only_folders)
    except BadPattern:
        return None


@lru_cache(maxsize=512)
def _gitignore_pattern(pattern: str) -> re.Pattern[str]:
    found, at, depth = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "{":
            depth += 1
            text, at = "(?:", at + 1
        elif char == "}" and depth:
            depth -= 1
            text, at = ")", at + 1
        elif char == "," and depth:
            text, at = "|", at + 1
        else:
            text, at = _gitignore_token(pattern, at)
        found.append(text)
    if depth:
        raise BadPattern(f"`{pattern}`: a brace is not closed")
    return re.compile("".join(found), re.DOTALL)


def _gitignore_token(pattern: str, at: int) -> tuple[str, int]:
    char = pattern[at]
    if char == "?":
        return "[^/]", at + 1
    if char == "*":
        end = at
        while pattern[end : end + 1] == "*":
            end += 1
        is_whole = pattern[at - 1 : at] in ("", "/") and pattern[end : end + 1] in ("", "/")
        if end != at + 2 or not is_whole:
            return "[^/]*", end
        return ("(?:.*/)?", end + 1) if end < len(pattern) else (".*", end)
    if char == "[":
        return _class(pattern, at, "!^")
    if char == "\\" and at + 1 < len(pattern):
        return re.escape(pattern[at + 1]), at + 2
    return re.escape(char), at + 1


class _Node:
    """A folder in the tree of the patterns' fixed prefixes."""

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.patterns: list[str] = []


def clustered(patterns: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Group cache keys with wildcards by the folder at which uv starts its walk.

    A pattern is anchored at that folder, unless it is a single name, which matches at any depth.
    Therefore `src/*.c` alone also matches `src/a/b.c` (walk from `src`, pattern `*.c`), but not
    together with `*.h` (walk from the root); see `glob.rs` of `uv-cache-info`.

    Args:
        patterns: as written in `cache-keys`.

    Returns pairs of the folder, with `/` and relative unless the pattern is absolute, and its
    patterns as lines of a .gitignore (`ignore_rules`).
    """
    root = _Node()
    for pattern in patterns:
        base, rest = _split(pattern)
        at = root
        for part in base:
            at = at.below.setdefault(part, _Node())
        at.patterns.append("/*" if rest == "*" else rest)
    return list(_groups(root, ()))


def _split(pattern: str) -> tuple[list[str], str]:
    parts = [it for it in pattern.split("/") if it not in ("", ".")]
    if pattern.startswith("/"):
        parts.insert(0, "/")
    first = next((at for at, it in enumerate(parts[:-1]) if _SPECIAL.search(it)), len(parts) - 1)
    return parts[:first], "/".join(parts[first:])


def _groups(node: _Node, base: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    if not node.patterns:
        for part, below in sorted(node.below.items()):
            yield from _groups(below, (*base, part))
        return
    found: list[str] = []
    apart: list[tuple[_Node, tuple[str, ...]]] = []
    _collect(node, (), base, found, apart)
    yield "/".join(base).replace("//", "/"), found
    for other, place in apart:
        yield from _groups(other, place)


def _collect(
    node: _Node,
    inside: tuple[str, ...],
    base: tuple[str, ...],
    found: list[str],
    apart: list[tuple[_Node, tuple[str, ...]]],
) -> None:
    found += ["/".join((*inside, it.removeprefix("/") if inside else it)) for it in node.patterns]
    for part, below in sorted(node.below.items()):
        # A walk does not go upward, so that a pattern with `..` needs a walk of its own.
        if part == "..":
            apart.append((below, (*base, part)))
        else:
            _collect(below, (*inside, part), (*base, part), found, apart)
