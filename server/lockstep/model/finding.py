"""The values for findings, which are differences worth showing, and for changes of a sync."""

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
    "package-clobbered": "hint",
    "link-broken": "warning",
    "package-unexpected": "hint",
    "removal-leftover": "hint",
    "link-shared": "hint",
    "holder-stale": "information",
}
"""The codes of all findings with their severities, in the order in which they are shown."""

CODES: tuple[str, ...] = tuple(DEFAULT_SEVERITIES)


class Place(NamedTuple):
    """A range in a file.

    Attributes:
        path: the absolute path of the file.
        range: the place in its text, as LSP positions.
    """

    path: str
    range: Range = TOP


class Related(NamedTuple):
    """Another place that helps to explain a finding, and a message on what is there."""

    place: Place
    message: str


class Finding(NamedTuple):
    """One difference worth showing.

    The text attributes are empty if they do not apply.

    Attributes:
        code: one of `CODES`.
        message: begins in lower case, unless with a name; without a final dot.
        place: where it is shown.
        severity: the default of `code`, or the one that is set; filled in by `drift/engine.py`.
        package: the normalized name of the package that it is about, if any.
        installed: the installed version, if any.
        expected: the pinned version, if any.
        related: places that help to explain it.
        fixes: the ids of what may fix it (`drift/fixes.py`), the best first; also filled in there.
        hint: what to do about it, if no fix says that.
    """

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
        """Whether this finding means that the project is not in step.

        That is so if the default severity of its code is error or warning. `severity` does not
        matter, so that a setting does not change exit codes.
        """
        return DEFAULT_SEVERITIES[self.code] in ("error", "warning")


UNKNOWN_VERSION = "dynamic"
"""Stands for the version of a source tree that is known only after a build."""


class Change(NamedTuple):
    """What a sync would do to one package.

    Attributes:
        name: its normalized name.
        installed: the present version; empty for a package that is added.
        expected: the version after the sync; empty for a package that is removed, `UNKNOWN_VERSION`
            if it is not known before the installation.
    """

    name: str
    installed: str = ""
    expected: str = ""


Action = Literal["check", "create", "replace"]
"""What a sync would do to the environment itself, in uv's terms; `check` means that it is kept,
whether or not packages change."""
