"""URLs as manifests, lockfiles and direct_url.json hold them; nonsense is no reason to fail."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split_url(url: str) -> SplitResult:
    """The parts of a URL; one that is none is all path, so that it equals only itself."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", url, "", "")
    return parts
