"""What a sync is going to do, decided before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Phase = Literal["locking", "checking", "downloading", "installing"]
"""What an installer is doing, for people who watch."""

Written = Literal["manifest", "lockfile"]


Variables = Mapping[str, str | None]
_AS_GIVEN: Variables = MappingProxyType({})


class Step(NamedTuple):
    """One command of the installer, and which files of the project it may write.

    `variables` are added to those of the plan; None removes one.
    """

    phase: Phase
    command: tuple[str, ...]
    writes: tuple[Written, ...] = ()
    variables: Variables = _AS_GIVEN


class Plan(NamedTuple):
    """Where commands run, the first of them, and the files that they may write.

    `steps` write manifest and lockfile alone; what installs is decided when they have run.
    `discards_lockfile`: no installer reads the lockfile that is there, so it is removed first.
    """

    folder: str
    variables: Mapping[str, str]
    steps: tuple[Step, ...]
    manifests: tuple[str, ...]
    lockfile: str
    discards_lockfile: bool = False

    def variables_for(self, step: Step) -> dict[str, str]:
        """The variables that a step runs with."""
        every = {**self.variables, **step.variables}
        return {name: value for name, value in every.items() if value is not None}

    def written_by(self, step: Step) -> tuple[str, ...]:
        """The paths that a step may write."""
        manifests = self.manifests if "manifest" in step.writes else ()
        return (*manifests, self.lockfile) if "lockfile" in step.writes else manifests
