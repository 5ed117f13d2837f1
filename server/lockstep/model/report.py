"""The results of a check and of a verification, as the command line and editors show them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Action, Change, Finding
from .freshness import FreshnessState
from .selection import Selection


class Report(NamedTuple):
    """One check of one workspace.

    `computed` is False where nobody could say what belongs into the environment; then `in_step`
    is never True. `packages` is how many pins apply.
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
        """No change, and nothing found that counts by its default severity."""
        return self.computed and not self.changes and not any(it.counts for it in self.findings)

    @property
    def counted(self) -> str:
        """How many pins apply, in words."""
        return "1 package" if self.packages == 1 else f"{self.packages} packages"


How = Literal["missing", "changed"]


class BadFile(NamedTuple):
    """A file that is not as it was installed; `path` is absolute.

    `owner` is another package that installs the same path, and whose content the file has.
    """

    package: str
    path: str
    how: How
    owner: str = ""


class Verified(NamedTuple):
    """BadHow many packages and files were looked at, and which files are bad, by package and path.

    `passed_over` counts files outside of the environment, and hashes that nobody here can make.
    """

    packages: int
    files: int
    bad: tuple[BadFile, ...] = ()
    passed_over: int = 0
