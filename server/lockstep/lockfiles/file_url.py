"""Converts `file:` URLs in direct_url.json and lockfiles to paths (RFC 8089). Pure."""

from __future__ import annotations

import re

from ..model.urls import split_url, unquoted

# The common form: without a host and without special characters.
_PLAIN = re.compile(r"file://(/[A-Za-z0-9._~/:+-]*)")
_BETWEEN = re.compile(r"[\s,;@=+'\"\[\]]+")
_SHARE = re.compile(r"[\\/]{2,}[^\\/]")
_DRIVE = re.compile(r"/[A-Za-z]:(?:/|$)")


def path_of_url(url: str) -> str:
    """The path of a `file:` URL, with forward slashes; empty for a path with a null character.

    Percent-encoded characters are decoded, a drive gets no leading slash, and a host other than
    `localhost` becomes a server (`//HOST/PATH`). `urllib.request.url2pathname` does the same, but
    its import takes 15 ms.

    Args:
        url: the URL; its scheme is not checked.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return _without_slash(plain[1])
    parts = split_url(url)
    path = unquoted(parts.path)
    if "\0" in path:
        return ""
    if parts.netloc and parts.netloc != "localhost":
        return f"//{parts.netloc}{path}"
    return _without_slash(path)


def _without_slash(path: str) -> str:
    return path[1:] if _DRIVE.match(path) else path


def names_share(text: str) -> bool:
    """Whether a text contains the path or the `file:` URL of a share, also inside a requirement.

    The text is for another program, which may parse it differently; in doubt the answer is True.
    """
    return any(_SHARE.match(_path_in(it)) is not None for it in _BETWEEN.split(text))


def _path_in(word: str) -> str:
    start = word.lower().find("file:")
    return path_of_url(word[start:]) if start >= 0 else word
