"""`file:` URLs, as direct_url.json and lockfiles hold them, to paths (RFC 8089). Pure."""

from __future__ import annotations

import re

from ..model.urls import split_url, unquoted

# Without a host and without signs that mean something in a URL: nearly every project has one.
_PLAIN = re.compile(r"file://(/[A-Za-z0-9._~/:+-]*)")
_DRIVE = re.compile(r"/[A-Za-z]:(?:/|$)")


def path_of_url(url: str) -> str:
    """The path of a `file:` URL; empty for one that no system can open.

    A drive has no slash before it, and a host other than this machine is a server (UNC).
    `urllib.request.url2pathname` does the same, but importing it takes 15 ms.
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
