"""`.python-version` and `.python-versions`: which Python was asked for, in uv's notation.

The notations are those of `uv-python-types/src/request.rs`. Requests for a path or for an
executable's name cannot be judged from a version, so they fit every Python.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_IMPLEMENTATIONS = {
    "cpython": "CPython",
    "cp": "CPython",
    "pypy": "PyPy",
    "pp": "PyPy",
    "graalpy": "GraalVM",
    "gp": "GraalVM",
    "pyodide": "CPython",
}
_NOTATION = re.compile(
    r"(?:(?P<implementation>cpython|pypy|graalpy|pyodide|cp|pp|gp|python)[-@]?)?"
    r"(?P<version>\d[\w.]*?)?(?P<variant>\+?(?:freethreaded|debug)|(?<=\d)td?|(?<=\d)d)?"
    r"(?:-[\w.+*-]+)?"
)


class PythonRequest(NamedTuple):
    """What was asked for: any of the parts may be missing; `text` is as it was written.

    `by_variable` tells that UV_PYTHON asked, and no file.
    """

    text: str
    specifier: SpecifierSet = SpecifierSet()
    implementation: str = ""
    by_variable: bool = False

    def fits(self, version: str, implementation: str) -> bool:
        """Whether a Python of this version and implementation is what was asked for."""
        if self.implementation and self.implementation.lower() != implementation.lower():
            return False
        try:
            return self.specifier.contains(Version(version), prereleases=True)
        except InvalidVersion:
            return True


def read_python_version(text: str) -> PythonRequest | None:
    """The first request of a version file; None where it holds none."""
    for line in text.splitlines():
        request = line.strip()
        if request and not request.startswith("#"):
            return parse_request(request)
    return None


def parse_request(text: str) -> PythonRequest:
    """A request in uv's notation: `3.12`, `>=3.11,<3.13`, `pypy@3.10`, `cpython-3.12.3-linux`."""
    try:
        return PythonRequest(text, SpecifierSet(text))
    except InvalidSpecifier:
        pass
    found = _NOTATION.fullmatch(text.lower())
    if found is None:
        return PythonRequest(text)
    implementation = _IMPLEMENTATIONS.get(found["implementation"] or "", "")
    return PythonRequest(text, _specifier(found["version"] or ""), implementation)


def _specifier(version: str) -> SpecifierSet:
    if version.isdigit() and len(version) > 1:
        # `312` is 3.12, as in `cp312`.
        version = f"{version[0]}.{version[1:]}"
    try:
        parsed = Version(version)
    except InvalidVersion:
        return SpecifierSet()
    is_whole = len(parsed.release) > 2 or parsed.is_prerelease
    return SpecifierSet(f"=={version}" if is_whole else f"=={version}.*")
