"""URLs as manifests, lockfiles and direct_url.json hold them; nonsense is no reason to fail."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s@'\"`]+@")


def split_url(url: str) -> SplitResult:
    """The parts of a URL; one that is none is all path, so that it equals only itself."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", url, "", "")
    return parts


def without_credentials_in(text: str) -> str:
    """A text whose URLs name no user and no password, so that it may be shown and logged."""
    return _CREDENTIALS.sub("", text)
