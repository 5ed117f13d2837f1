"""The value for whether a lockfile still fits its manifests: fresh, stale or unsure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .pins import Stale

FreshnessState = Literal["fresh", "stale", "unsure"]


class Freshness(NamedTuple):
    """The result of comparing a lockfile with its manifests.

    Attributes:
        stale: the differences by which uv certainly considers the lockfile outdated.
        unsure: entries for which only uv can decide whether they matter.
        judged: False if nothing was compared: the lockfile is missing, lockfile or manifests could
            not be parsed, or no comparison was requested.
        refusal: the reason if uv, when it was run, refused to work in this project at all; empty if
            uv did not refuse or was not run.
    """

    stale: tuple[Stale, ...] = ()
    unsure: tuple[Stale, ...] = ()
    judged: bool = True
    refusal: str = ""

    @property
    def state(self) -> FreshnessState:
        """*stale* if there is any certain difference; *fresh* only if nothing is in doubt.

        Otherwise *unsure*, also if nothing was compared.
        """
        if self.stale:
            return "stale"
        return "unsure" if self.unsure or not self.judged else "fresh"


NOT_JUDGED = Freshness(judged=False)


class LockAnswer(NamedTuple):
    """The answer of `uv lock --check`.

    Attributes:
        state: the answer. *refused* means that uv cannot read a file or a setting, so that no uv
            command works in the project; *unsure* that uv could not tell, or was not run.
        reason: why it is not *fresh*; empty for *fresh*.
    """

    state: FreshnessState | Literal["refused"]
    reason: str = ""
