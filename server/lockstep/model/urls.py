"""URLs as manifests, lockfiles and direct_url.json hold them; nonsense is no reason to fail.

Only here `urllib` is imported, and only for a URL: that takes 3 ms, and most projects have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s@'\"`]+@")


def split_url(url: str) -> SplitResult:
    """The parts of a URL; one that is none is all path, so that it equals only itself."""
    from urllib.parse import SplitResult, urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", url, "", "")
    return parts


def unquoted(text: str) -> str:
    """A text with its percent-encoded signs decoded."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def query_items(query: str) -> dict[str, str]:
    """The keys and values of a query, or of a fragment of that form."""
    if not query:
        return {}
    from urllib.parse import parse_qsl

    return dict(parse_qsl(query))


def query_of(items: Iterable[tuple[str, str]]) -> str:
    """The query of these keys and values."""
    from urllib.parse import urlencode

    return urlencode(list(items))


def without_credentials_in(text: str) -> str:
    """A text whose URLs name no user and no password, so that it may be shown and logged."""
    return _CREDENTIALS.sub("", text)
