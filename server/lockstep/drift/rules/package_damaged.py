"""A package is damaged, for example by an interrupted installer; uv overlooks most damages."""

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
    "record-cut": "RECORD is empty, cut off or from another package",
    "origin": "direct_url.json is invalid, so uv refuses the whole environment",
    "cache-info": "uv_cache.json is invalid, so uv refuses the whole environment",
    "interrupted": "INSTALLER is missing, so an installation was interrupted",
}


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each distribution with damaged metadata or missing files.

    Its place is the direct dependency that leads to the package, else `[project]`.
    """
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
        # Its `name` is the name of the folder, its `version` the reason why that is invalid.
        reason = f"{distribution.version}, so uv refuses the whole environment"
        return f"{distribution.path} is not the folder of a package: {reason}"
    reasons = [_WORDS[damage] for damage in distribution.damage if damage in _WORDS]
    missing = distribution.missing_files
    if len(missing) == 1:
        reasons.append(f"its file {missing[0]} is gone")
    elif missing:
        reasons.append(f"{missing[0]} and {len(missing) - 1} more of its files are gone")
    return f"{distribution.label} is damaged: {'; '.join(reasons)}"
