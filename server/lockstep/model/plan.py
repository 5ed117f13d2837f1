"""What a sync is going to do, decided before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Phase = Literal["locking", "checking", "downloading", "installing"]
"""What an installer is doing, for people who watch."""

Written = Literal["manifest", "lockfile"]


class Step(NamedTuple):
    """One command of the installer, and which files of the project it may write."""

    phase: Phase
    command: tuple[str, ...]
    writes: tuple[Written, ...] = ()


class Plan(NamedTuple):
    """Where commands run, the first of them, and the files that they may write.

    `steps` write manifest and lockfile alone; what installs is decided when they have run.
    """

    folder: str
    variables: Mapping[str, str]
    steps: tuple[Step, ...]
    manifests: tuple[str, ...]
    lockfile: str

    def written_by(self, step: Step) -> tuple[str, ...]:
        """The paths that a step may write."""
        manifests = self.manifests if "manifest" in step.writes else ()
        return (*manifests, self.lockfile) if "lockfile" in step.writes else manifests
