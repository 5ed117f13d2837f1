"""The values for the commands of a sync, which are decided before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Phase = Literal["locking", "checking", "downloading", "installing"]
"""What an installer is doing, for the display of progress."""

Written = Literal["manifest", "lockfile"]

Variables = Mapping[str, str | None]
_AS_GIVEN: Variables = MappingProxyType({})


class Step(NamedTuple):
    """One command of the installer.

    Attributes:
        phase: what it does.
        command: the program and its arguments.
        writes: the files of the project that it may write.
        variables: environment variables to add to the plan's; None removes one.
        folder: its working directory, an absolute path; empty for the plan's.
    """

    phase: Phase
    command: tuple[str, ...]
    writes: tuple[Written, ...] = ()
    variables: Variables = _AS_GIVEN
    folder: str = ""


class Plan(NamedTuple):
    """The commands that change manifest and lockfile, before the installing ones are known.

    Attributes:
        folder: the working directory of the commands.
        variables: their environment variables.
        steps: the commands that write manifest and lockfile; may be empty.
        manifests: the absolute paths of the manifests that may be written.
        lockfile: the absolute path of the lockfile.
        discards_lockfile: delete the lockfile first, because the installer cannot read it.
    """

    folder: str
    variables: Mapping[str, str]
    steps: tuple[Step, ...]
    manifests: tuple[str, ...]
    lockfile: str
    discards_lockfile: bool = False

    def variables_for(self, step: Step) -> dict[str, str]:
        """All environment variables for a step: those of the plan, changed by those of the step."""
        every = {**self.variables, **step.variables}
        return {name: value for name, value in every.items() if value is not None}

    def written_by(self, step: Step) -> tuple[str, ...]:
        """The absolute paths of the project's files that a step may write."""
        manifests = self.manifests if "manifest" in step.writes else ()
        return (*manifests, self.lockfile) if "lockfile" in step.writes else manifests
