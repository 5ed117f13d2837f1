"""Parses requests for a Python (`.python-version`, UV_PYTHON), and compares them with one.

The notations are those of `uv-python-types/src/request.rs`, the comparisons those of
`Interpreter::matches_request` in `uv-python-interpreter/src/interpreter.rs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .versions.specifier import EVERY_VERSION, Specifier, read_specifier
from .versions.version import read_version

_IMPLEMENTATIONS = {
    "cpython": "CPython",
    "cp": "CPython",
    "pypy": "PyPy",
    "pp": "PyPy",
    "graalpy": "GraalVM",
    "gp": "GraalVM",
    "pyodide": "CPython",
}
_VARIANT = r"(?P<variant>\+?(?:freethreaded|debug|gil)(?:\+debug)?|(?<=\d)td?|(?<=\d)d)?"
_NOTATION = re.compile(
    r"(?:(?P<implementation>cpython|pypy|graalpy|pyodide|cp|pp|gp|python|any)[-@]?)?"
    rf"(?P<version>\d[\w.]*?)?{_VARIANT}(?:-(?P<platform>[\w.+*-]+))?"
)
_RANGE = re.compile(r"(?:python|cpython|cp)?@?(?P<range>[<>=!~].*)")
_PRERELEASE = re.compile(r"\d(?:a|b|rc)\d")
_SYSTEMS = {"linux": "linux", "macos": "darwin", "darwin": "darwin", "windows": "win32"}
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "x86": "i686", "i386": "i686"}
_FREE_THREADED_BY_DEFAULT = (3, 14)

Kind = Literal["any", "version", "path", "name"]


class Interpreter(NamedTuple):
    """The facts about the Python of an environment with which a request is compared.

    Attributes:
        version: its full version.
        implementation: as in `platform_python_implementation`.
        free_threaded: whether it is a free-threaded build; None if unknown, which every request
            accepts.
        system: as in `sys.platform`; empty if it is not to be compared.
        machine: as in `platform.machine()`; empty if it is not to be compared.
    """

    version: str
    implementation: str = "CPython"
    free_threaded: bool | None = None
    system: str = ""
    machine: str = ""


class PythonRequest(NamedTuple):
    """A request for a Python. Empty fields accept everything.

    Attributes:
        text: the request as written.
        specifier: the versions.
        implementation: as in `platform_python_implementation`.
        by_variable: it is from UV_PYTHON or `--python`, and not from a file.
        kind: `any` accepts every Python; `path` and `name` (of a program) can only be compared on
            the disk.
        variant: the build, such as `t` or `freethreaded`, `debug` or `gil`.
        system: as in `sys.platform`.
        machine: the architecture, as `plain_machine` returns it.
        names_environment: for `path` and `name`, whether it is the environment's Python; None if
            that was not found out.
    """

    text: str
    specifier: Specifier = EVERY_VERSION
    implementation: str = ""
    by_variable: bool = False
    kind: Kind = "version"
    variant: str = ""
    system: str = ""
    machine: str = ""
    names_environment: bool | None = None

    def fits(self, version: str, implementation: str) -> bool:
        """As `accepts`, for a Python of which only version and implementation are known.

        Args:
            version: the full version.
            implementation: as in `platform_python_implementation`.
        """
        return self.accepts(Interpreter(version, implementation))

    def accepts(self, python: Interpreter) -> bool:
        """Whether the request accepts a Python; unknown facts, or an invalid version, fit."""
        if self.kind == "any":
            return True
        if self.kind in ("path", "name"):
            return self.names_environment is not False
        if self.implementation and self.implementation.lower() != python.implementation.lower():
            return False
        if self.system and python.system and self.system != python.system:
            return False
        if self.machine and python.machine and self.machine != plain_machine(python.machine):
            return False
        return self._fits_version(python.version) and self._fits_variant(python)

    def _fits_version(self, text: str) -> bool:
        try:
            version = read_version(text)
        except ValueError:
            return True
        if not _PRERELEASE.search(self.specifier.normal) and version.is_prerelease:
            # `>=3.14` and `3.14` accept 3.14.0rc1, but `3.14.0` accepts only the release.
            if any(
                it.operator == "==" and not it.version.endswith("*")
                for it in self.specifier.clauses
            ):
                return False
            return self.specifier.contains(version.base)
        return self.specifier.contains(version.normal)

    def _fits_variant(self, python: Interpreter) -> bool:
        if python.free_threaded is None:
            return True
        if self.variant.startswith(("t", "freethreaded")):
            return python.free_threaded
        if self.variant.startswith("gil"):
            return not python.free_threaded
        # A request for an implementation alone accepts free-threaded builds.
        asks_for_version = bool(self.specifier.normal) or not self.implementation
        return not (asks_for_version and python.free_threaded and _is_experimental(python.version))

    @property
    def exact_version(self) -> str:
        """The version if the request is for a single one, such as `3.12` or `3.12.1`, or empty."""
        only = self.specifier.clauses
        if self.kind != "version" or len(only) != 1 or only[0].operator != "==":
            return ""
        return only[0].version.removesuffix(".*")


def _is_experimental(version: str) -> bool:
    """Whether uv uses free-threaded builds of this version only on request: before 3.14."""
    try:
        return read_version(version).release[:2] < _FREE_THREADED_BY_DEFAULT
    except ValueError:
        return False


def plain_machine(name: str) -> str:
    """The canonical name of an architecture, such as `x86_64` for `AMD64`; in lower case."""
    return _MACHINES.get(name.lower(), name.lower())


PREFERENCES = ("only-managed", "managed", "system", "only-system")


class PythonPreference(NamedTuple):
    """uv's setting `python-preference`: which Pythons are allowed.

    Attributes:
        value: one of `PREFERENCES`.
        set_by: the setting or variable that it is from, for messages.
        is_managed: uv has installed the environment's Python.
    """

    value: str
    set_by: str
    is_managed: bool = False

    @property
    def forbids(self) -> bool:
        """Whether the environment's Python is not allowed; "managed" and "system" allow all."""
        if self.value == "only-managed":
            return not self.is_managed
        return self.value == "only-system" and self.is_managed


def read_python_version(text: str) -> PythonRequest | None:
    """The first request in the text of a `.python-version` file; None if there is none."""
    return next(version_requests(text), None)


def version_requests(text: str) -> Iterator[PythonRequest]:
    """All requests in the text of a `.python-version` file; uv usually uses only the first.

    There is one in each line; empty lines and comments are skipped.
    """
    lines = (line.strip() for line in text.splitlines())
    return (parse_request(line) for line in lines if line and not line.startswith("#"))


def parse_request(text: str) -> PythonRequest:
    """Parse a request: `3.12`, `>=3.11,<3.13`, `pypy@3.10`, `cpython-3.12.3-linux`.

    Every text is valid: any other one is a path if it contains a separator, else the name of a
    program, file or folder.
    """
    lower = text.lower()
    if lower in ("any", "default"):
        return PythonRequest(text, kind="any")
    found = _RANGE.fullmatch(lower)
    if found is not None:
        specifier = _valid(found["range"])
        return (
            PythonRequest(text, kind="name")
            if specifier is None
            else PythonRequest(text, specifier)
        )
    parsed = _NOTATION.fullmatch(lower)
    specifier = _specifier(parsed["version"] or "") if parsed and lower != "python" else None
    if parsed is None or specifier is None:
        return PythonRequest(text, kind="path" if re.search(r"[/\\]", text) else "name")
    platform = [it for it in (parsed["platform"] or "").split("-") if it]
    return PythonRequest(
        text,
        specifier,
        _IMPLEMENTATIONS.get(parsed["implementation"] or "", ""),
        variant=(parsed["variant"] or "").lstrip("+"),
        system=_SYSTEMS.get(platform[0], "") if platform else "",
        machine=plain_machine(platform[1]) if len(platform) > 1 and platform[1] != "any" else "",
    )


def _valid(text: str) -> Specifier | None:
    try:
        return read_specifier(text)
    except ValueError:
        return None


def _specifier(version: str) -> Specifier | None:
    """The specifier for a version in a request; None if it is no version."""
    if not version:
        return EVERY_VERSION
    if version.isdigit() and len(version) > 1:
        # `312` means 3.12, as in `cp312`.
        version = f"{version[0]}.{version[1:]}"
    try:
        parsed = read_version(version)
    except ValueError:
        return None
    is_whole = len(parsed.release) > 2 or parsed.is_prerelease
    return _valid(f"=={version}" if is_whole else f"=={version}.*")
