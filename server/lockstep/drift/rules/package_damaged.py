"""A package that an interrupted installer left in pieces; uv calls most of these in step."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ...model.installed import Distribution
from ..anchor import package_place
from ..view import View

CODE = "package-damaged"

_WORDS = {
    "empty": "its metadata folder is empty",
    "metadata": "METADATA is missing",
    "record": "RECORD is missing",
    "record-cut": "RECORD is empty, cut off or that of another package",
    "origin": "direct_url.json is not understood, so uv refuses the whole environment",
    "cache-info": "uv_cache.json is not understood, so uv refuses the whole environment",
    "interrupted": "INSTALLER is missing, so an installation was interrupted",
}


def find(view: View) -> Iterator[Finding]:
    """One for each distribution."""
    for distribution in view.environment.distributions:
        if distribution.damage or distribution.missing_files:
            yield Finding(
                CODE,
                _message(distribution),
                package_place(view, distribution.name),
                package=distribution.name,
                installed="" if "name" in distribution.damage else distribution.version,
            )


def _message(distribution: Distribution) -> str:
    if "name" in distribution.damage:
        # The name of the folder and why it is bad stand in place of name and version.
        reason = f"{distribution.version}, so uv refuses the whole environment"
        return f"{distribution.path} is not the folder of a package: {reason}"
    reasons = [_WORDS[damage] for damage in distribution.damage if damage in _WORDS]
    missing = distribution.missing_files
    if len(missing) == 1:
        reasons.append(f"its file {missing[0]} is gone")
    elif missing:
        reasons.append(f"{missing[0]} and {len(missing) - 1} more of its files are gone")
    return f"{distribution.label} is damaged: {'; '.join(reasons)}"
