"""The values for the results of a check and of a verification."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Action, Change, Finding
from .freshness import FreshnessState
from .selection import Selection


class Report(NamedTuple):
    """The result of a check.

    Paths are absolute; for an environment without a project all but its own are empty.

    Attributes:
        project: the root of the workspace.
        environment: the path of the environment.
        manifest: the path of the manifest of the current member.
        lockfile: the path of the lockfile, which may be missing.
        selection: the selection that was checked.
        action: what a sync would do to the environment itself.
        findings: the findings, in a fixed order; with a project in that of `CODES`.
        changes: what a sync would do to packages; empty if that could not be computed.
        computed: False if the expected packages could not be computed; then it is never in step.
        freshness: whether the lockfile fits the manifests.
        packages: the number of expected packages; without a project, of installed ones.
        python: the environment's Python, such as `CPython 3.12.1`; without a usable environment,
            that of a new one.
        installer: the name of the installer.
    """

    project: str
    environment: str
    manifest: str
    lockfile: str
    selection: Selection
    action: Action
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    computed: bool
    freshness: FreshnessState = "unsure"
    packages: int = 0
    python: str = ""
    installer: str = "uv"

    @property
    def in_step(self) -> bool:
        """Whether the expected packages are known, no package would change, and no finding counts.

        Whether a finding counts is decided by the default severity of its code.
        """
        return self.computed and not self.changes and not any(it.counts for it in self.findings)

    @property
    def counted(self) -> str:
        """`packages` as text for messages, such as `1 package`."""
        return "1 package" if self.packages == 1 else f"{self.packages} packages"


How = Literal["missing", "changed"]


class BadFile(NamedTuple):
    """A file that differs from its RECORD.

    Attributes:
        package: the name of the package that lists it in its RECORD.
        path: its absolute path.
        how: it is missing, or its content was changed.
        owner: another package that installs the same path, if the content is that package's; else
            empty.
    """

    package: str
    path: str
    how: How
    owner: str = ""


class Verified(NamedTuple):
    """The result of a verification.

    Attributes:
        packages: the number of packages.
        files: the number of files that were compared with their RECORD.
        bad: the files that differ or are missing, sorted by package and path.
        passed_over: the number of files that were not compared: outside of the environment, or
            with a hash algorithm that is not available.
    """

    packages: int
    files: int
    bad: tuple[BadFile, ...] = ()
    passed_over: int = 0
