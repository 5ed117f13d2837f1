"""Findings: differences worth showing, and the changes that a sync would make."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .text import TOP, Range

Severity = Literal["error", "warning", "information", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint")

DEFAULT_SEVERITIES: dict[str, Severity] = {
    "manifest-unreadable": "error",
    "lockfile-unreadable": "error",
    "lockfile-missing": "hint",
    "lockfile-stale": "warning",
    "lockfile-unsure": "information",
    "environment-missing": "warning",
    "environment-incomplete": "error",
    "environment-foreign": "warning",
    "environment-moved": "warning",
    "python-mismatch": "error",
    "package-missing": "warning",
    "package-version": "warning",
    "package-source": "warning",
    "package-duplicate": "warning",
    "package-damaged": "warning",
    "link-broken": "warning",
    "package-unexpected": "hint",
    "removal-leftover": "hint",
    "link-shared": "hint",
    "holder-stale": "information",
}
"""Every finding there is, in the order in which they are told."""

CODES: tuple[str, ...] = tuple(DEFAULT_SEVERITIES)


class Place(NamedTuple):
    """A file, by its absolute path, and a range in it."""

    path: str
    range: Range = TOP


class Related(NamedTuple):
    """Another place that explains a finding."""

    place: Place
    message: str


class Finding(NamedTuple):
    """One difference. `fixes` are ids of the design: `sync`, `repair`, `recreate`, ..."""

    code: str
    message: str
    place: Place
    severity: Severity = "warning"
    package: str = ""
    installed: str = ""
    expected: str = ""
    related: tuple[Related, ...] = ()
    fixes: tuple[str, ...] = ()
    hint: str = ""

    @property
    def counts(self) -> bool:
        """Whether a project with it is not in step; the default severity decides, not a set one."""
        return DEFAULT_SEVERITIES[self.code] in ("error", "warning")


UNKNOWN_VERSION = "dynamic"
"""Stands for the version of a source tree that only a build can tell."""


class Change(NamedTuple):
    """What a sync does to one package.

    Without `installed` it is new, without `expected` it is removed: a package whose version is not
    known before it is installed has `UNKNOWN_VERSION`.
    """

    name: str
    installed: str = ""
    expected: str = ""


Action = Literal["check", "create", "replace"]
"""What becomes of the environment itself, in uv's words; `check` also where packages change."""
