"""Functions for URLs in manifests, lockfiles and direct_url.json; they accept any text.

`urllib` is imported only here, and only on use: that takes 3 ms, and most projects have no URLs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s@'\"`]+@")


def split_url(url: str) -> SplitResult:
    """The parts of a URL; an invalid one becomes a path as a whole, so it equals only itself."""
    from urllib.parse import SplitResult, urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError if it is no number
    except ValueError:
        return SplitResult("", "", url, "", "")
    return parts


def unquoted(text: str) -> str:
    """A text with its percent-encoded characters decoded."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def query_items(query: str) -> dict[str, str]:
    """The keys and values of a URL's query, or of a fragment in the form of a query, decoded.

    Items without a value are left out; of equal keys the last one counts.
    """
    if not query:
        return {}
    from urllib.parse import parse_qsl

    return dict(parse_qsl(query))


def query_of(items: Iterable[tuple[str, str]]) -> str:
    """The query of a URL for these keys and values, percent-encoded, without the `?`."""
    from urllib.parse import urlencode

    return urlencode(list(items))


def without_credentials_in(text: str) -> str:
    """The text without user names and passwords in its URLs, so that it may be shown and logged."""
    return _CREDENTIALS.sub("", text)
