"""Whether a lockfile still fits its manifests: fresh, stale, or unsure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .pins import Stale

FreshnessState = Literal["fresh", "stale", "unsure"]


class Freshness(NamedTuple):
    """The static judgement of a lockfile.

    `stale` holds the differences that uv certainly compares; `unsure` holds entries of which only
    uv can say whether they matter. `judged` is False where there was nothing to compare: the
    lockfile is missing, or a file cannot be read. `refusal` is why uv, when it was asked, would do
    nothing at all with the project.
    """

    stale: tuple[Stale, ...] = ()
    unsure: tuple[Stale, ...] = ()
    judged: bool = True
    refusal: str = ""

    @property
    def state(self) -> FreshnessState:
        """One certain difference is enough for *stale*; *fresh* is only what has no doubt."""
        if self.stale:
            return "stale"
        return "unsure" if self.unsure or not self.judged else "fresh"


NOT_JUDGED = Freshness(judged=False)


class LockAnswer(NamedTuple):
    """What uv answers, and why the lockfile does not fit, or why that is not known.

    *Refused*: uv cannot read a file or a setting, so no command of it works in the project.
    """

    state: FreshnessState | Literal["refused"]
    reason: str = ""
