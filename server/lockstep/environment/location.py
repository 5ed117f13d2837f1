"""Finds the environment of a workspace: `UV_PROJECT_ENVIRONMENT`, else `.venv`.

The rules are uv's (`uv-workspace/src/workspace.rs`, `uv-environment-operations/src/lib.rs`);
`VIRTUAL_ENV` is ignored. With the preview feature `centralized-project-envs` uv keeps the
environment in its cache, and `.venv` is a link to it, or a text file with its path.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..host.named_paths import may_be_looked_at
from ..host.places import Places
from ..host.shared_open import open_shared

_LONGEST_PATH = 4096
# The name of a bucket in uv's cache (`uv-cache/src/lib.rs`).
_BUCKET = "environments-v2"
_NAME = ".venv"


def environment_path(root: str, variables: Mapping[str, str]) -> str:
    """The absolute path of the environment of a workspace; it need not exist.

    Its links are not resolved.

    Args:
        root: the absolute path of the workspace's root.
        variables: the environment variables.
    """
    chosen = variables.get("UV_PROJECT_ENVIRONMENT")
    if chosen:
        return os.path.normpath(os.path.join(root, chosen))
    place = os.path.normpath(os.path.join(root, _NAME))
    return redirected(place, variables) or place


def redirected(place: str, variables: Mapping[str, str]) -> str:
    """The absolute path of the environment in uv's cache that a text file `.venv` names.

    Empty if there is no such file, it cannot be read, or it names a path outside of uv's cache.

    Args:
        place: the absolute path of `.venv`.
        variables: the environment variables, which decide where the cache is.
    """
    if os.path.islink(place) or not os.path.isfile(place):
        return ""
    try:
        with open(place, encoding="utf-8", opener=open_shared) as file:
            target = file.read(_LONGEST_PATH)
    except (OSError, UnicodeDecodeError):
        return ""
    if not target or "\n" in target or not _may_be_looked_at(target, place, variables):
        return ""
    path = os.path.normpath(os.path.join(os.path.dirname(place), target))
    # A clone could bring a file with any other path along.
    return path if is_cached(path, variables) else ""


def _may_be_looked_at(target: str, place: str, variables: Mapping[str, str]) -> bool:
    """As in `named_paths`; the share of uv's cache is allowed too, since the user chose it."""
    folders = (os.path.dirname(place), _cache(variables))
    return any(may_be_looked_at(target, it) for it in folders)


def _cache(variables: Mapping[str, str]) -> str:
    return variables.get("UV_CACHE_DIR") or Places(variables).cache()


def is_cached(path: str, variables: Mapping[str, str]) -> bool:
    """Whether a path or its real path is among the environments in uv's cache.

    Args:
        path: an absolute path.
        variables: the environment variables, which decide where the cache is.
    """
    cache = _cache(variables)
    if not cache:
        return False
    bucket = os.path.join(os.path.abspath(cache), _BUCKET)
    pairs = ((path, bucket), (os.path.realpath(path), os.path.realpath(bucket)))
    return any(
        os.path.normcase(it).startswith(os.path.join(os.path.normcase(where), ""))
        for it, where in pairs
    )
