"""Files of a package are symlinks into a cache that was cleaned."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import package_place
from ..view import View

CODE = "link-broken"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each distribution with broken links, at the place of its package."""
    for distribution in view.environment.distributions:
        if distribution.broken_links:
            yield Finding(
                CODE,
                f"{distribution.label} consists of symlinks to files that are gone",
                package_place(view, distribution.name),
                package=distribution.name,
                installed=distribution.version,
                hint="the cache was cleaned; use a link mode other than symlink",
            )
