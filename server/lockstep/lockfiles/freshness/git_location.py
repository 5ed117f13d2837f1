"""The location of a git source as the lockfile records it: a URL with its revision as query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.urls import query_items, query_of, split_url

REVISIONS = ("rev", "tag", "branch")


def git_location(source: Mapping[str, Any]) -> str:
    """The location of a git source of `[tool.uv.sources]` as uv records it.

    That is the URL with `lfs`, `subdirectory` and the revision as its query, and without
    credentials, except for the user name of an `ssh` URL.

    Args:
        source: the table of the source; its `git` must be a string.
    """
    query = [
        (key, source[key])
        for key in ("subdirectory", *REVISIONS)
        if isinstance(source.get(key), str)
    ]
    if source.get("lfs") is True:
        query.insert(0, ("lfs", "true"))
    url = _plain_git(source["git"])
    return f"{url}?{query_of(query)}" if query else url


def git_from_url(url: str) -> str:
    """The location of a requirement's git URL in the form of `git_location`.

    Args:
        url: `git+URL@REVISION#subdirectory=FOLDER` (PEP 440); revision and folder are optional.
    """
    parts = split_url(url.removeprefix("git+"))
    path, _, revision = parts.path.partition("@")
    fragment = query_items(parts.fragment)
    query = [("subdirectory", fragment["subdirectory"])] if "subdirectory" in fragment else []
    query += [("rev", revision)] if revision else []
    plain = _plain_git(parts._replace(path=path, fragment="", query="").geturl())
    return f"{plain}?{query_of(query)}" if query else plain


def _plain_git(url: str) -> str:
    parts = split_url(url.removeprefix("git+"))
    # The lockfile contains no credentials, but a user name without password (`git@`) is kept.
    user, at, host = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}@{host}" if at and parts.scheme == "ssh" else host
    return parts._replace(netloc=netloc, query="", fragment="").geturl().rstrip("/")
