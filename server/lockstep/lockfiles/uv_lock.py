"""Parses uv.lock: version 1, every revision.

As in uv, unknown keys of higher revisions are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model.pins import Lockfile, Pin
from ..model.text import Lines, Parsed, Problem, Span
from .toml_text import read_toml, with_lf
from .uv_lock_contradictions import contradictions
from .uv_lock_lines import read_package
from .uv_lock_toml import ShapeProblem, read_conflicts, read_pin, strings

VERSION = 1

_FOREIGN = ("\\", "\0")
"""Characters that uv never writes; `uv_lock_lines` relies on their absence."""

_HEADER = "[[package]]\n"
_SEPARATOR = "\n" + _HEADER
_LOCK_HINT = "correct it, or delete it and let uv write it again: `uv lock`"
_VERSION_HINT = "install the Lockstep that knows it, or lock with the uv that wrote version 1"
_VERSION_KEY = re.compile(r"^version\s*=[^\n]*", re.MULTILINE)


def read_uv_lock(text: str) -> Parsed[Lockfile]:
    """Parse a lockfile.

    If it is invalid, of an unknown version or inconsistent (`uv_lock_contradictions`), the value
    is an empty `Lockfile`, with the first problem only. Offsets are those in the text with LF line
    ends (`with_lf`).
    """
    text = with_lf(text)
    # Both give the same result; the first is much faster (`uv_lock_lines`).
    parsed = _by_lines(text)
    return parsed if parsed is not None else _by_document(text)


def _by_lines(text: str) -> Parsed[Lockfile] | None:
    """Parse entry by entry; None if the file as a whole does not have the form that uv writes."""
    if not text.startswith("version = ") or any(it in text for it in _FOREIGN):
        return None
    head, *entries = text.split(_SEPARATOR)
    top = read_toml(head)
    if top.problems or "package" in top.value:
        return None
    pins: list[Pin] = []
    offset = len(head) + 1
    for entry in entries:
        pin = read_package(entry, offset) or _entry_by_toml(entry, offset)
        if pin is None:
            return None
        pins.append(pin)
        offset += len(_SEPARATOR) + len(entry)
    return _lockfile(text, top.value, tuple(pins))


def _entry_by_toml(entry: str, offset: int) -> Pin | None:
    document = read_toml(_HEADER + entry + "\n")
    tables = document.value.get("package")
    alone = len(document.value) == 1 and isinstance(tables, list) and len(tables) == 1
    if document.problems or not alone:
        return None
    try:
        return read_pin(document.value["package"][0], offset)
    except ShapeProblem:
        return None


def _by_document(text: str) -> Parsed[Lockfile]:
    """Parse the whole text by tomllib, which is slower, but reports errors with their places."""
    document = read_toml(text)
    if document.problems:
        return Parsed(Lockfile(), document.problems)
    tables = document.value.pop("package", [])
    if not isinstance(tables, list):
        return Parsed(Lockfile(), (_problem("`package` must be an array of tables", Span(0, 0)),))
    pins: list[Pin] = []
    for table, span in zip(tables, _package_spans(text, len(tables)), strict=True):
        try:
            pins.append(read_pin(table if isinstance(table, dict) else {}, span.start))
        except ShapeProblem as mistake:
            return Parsed(Lockfile(), (_problem(f"in this package {mistake}", span),))
    return _lockfile(text, document.value, tuple(pins))


def _package_spans(text: str, count: int) -> Iterator[Span]:
    at = -1
    for _ in range(count):
        # A header in another spelling (`[[ package ]]`) is not found: its place is then the top.
        at = max(text.find("[[package]]", at + 1), 0)
        yield Span(at, at + len("[[package]]"))


def _lockfile(text: str, top: dict[str, Any], pins: tuple[Pin, ...]) -> Parsed[Lockfile]:
    version = top.get("version")
    if version != VERSION or not isinstance(version, int) or isinstance(version, bool):
        return Parsed(Lockfile(), (_version_problem(text, top.get("version")),))
    revision = top.get("revision", 0)
    if not isinstance(revision, int):
        return Parsed(Lockfile(), (_problem("`revision` must be a number", Span(0, 0)),))
    requires_python = top.get("requires-python", "")
    try:
        lockfile = Lockfile(
            revision=revision,
            requires_python=requires_python if isinstance(requires_python, str) else "",
            supported_markers=strings(top, "supported-markers"),
            conflicts=read_conflicts(top.get("conflicts", [])),
            pins=pins,
            top=top,
        )
    except ShapeProblem as mistake:
        return Parsed(Lockfile(), (_problem(str(mistake), Lines(text).line_span(0)),))
    wrong = next(contradictions(lockfile.pins), None)
    if wrong is not None:
        start = wrong.pin.offset
        return Parsed(
            Lockfile(), (_problem(wrong.message, Span(start, start + len("[[package]]"))),)
        )
    return Parsed(lockfile)


def _version_problem(text: str, version: Any) -> Problem:
    found = _VERSION_KEY.search(text)
    span = Span(found.start(), found.end()) if found else Lines(text).line_span(0)
    if version is None:
        return _problem("it has no `version`, so it is not a lockfile of uv", span)
    return Problem(f"version {version!r} of uv.lock is not known", span, _VERSION_HINT)


def is_of_newer_uv(problem: Problem) -> bool:
    """Whether a problem of `read_uv_lock` is an unknown version, usually that of a newer uv.

    A lockfile of a newer uv may have another problem instead: an entry that cannot be read is
    reported first.
    """
    return problem.hint == _VERSION_HINT


def _problem(message: str, span: Span) -> Problem:
    return Problem(message, span, _LOCK_HINT)
