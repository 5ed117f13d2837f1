"""Handles uv's preview feature that keeps the environments of projects in uv's cache.

The rules are those of `centralized_environments_enabled` and `ProjectInterpreter::discover` in
`uv-environment-operations/src/lib.rs`, and of `resolve_preview` in `uv-cli/src/settings.rs`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ...environment.location import is_cached, redirected
from ...host.existence import exists
from ...model.installed import Environment
from .uv_settings import UvSettings

_FEATURE = "centralized-project-envs"


def placed(
    environment: Environment, root: str, settings: UvSettings, variables: Mapping[str, str]
) -> Environment:
    """The environment as uv treats it, with its state changed where uv would not use it.

    With the feature, an environment outside of uv's cache counts as missing. Without it, a file
    that names one in the cache counts as a file, and so does a dead link, since uv cannot create an
    environment through it.

    Args:
        environment: the environment as read.
        root: the root of the workspace.
        settings: uv's settings.
        variables: the environment variables.

    Raises:
        OSError: whether there is something at its path could not be found out.
    """
    found = _placed(environment, root, settings, variables)
    if found.is_dead_link and not (found.is_cached or found.leads_into_cache):
        # uv cannot create an environment through a dead link: it fails with "File exists".
        return found._replace(state="file")
    return found


def _placed(
    environment: Environment, root: str, settings: UvSettings, variables: Mapping[str, str]
) -> Environment:
    if variables.get("UV_PROJECT_ENVIRONMENT"):
        return environment
    in_cache = is_cached(environment.path, variables)
    if _is_enabled(settings):
        if in_cache or not exists(environment.path):
            return environment._replace(is_cached=True)
        reason = "uv keeps it in its cache (a preview feature), and would delete what is here"
        return Environment(environment.path, "missing", reason, is_cached=True, is_in_the_way=True)
    place = os.path.join(root, ".venv")
    if in_cache and redirected(place, variables):
        reason = f"it names an environment in uv's cache, {environment.path}; uv uses that only"
        return Environment(place, "file", f"{reason} with the preview feature {_FEATURE}")
    # Without the feature, uv uses an environment through such a link, but to replace it uv deletes
    # the link.
    return environment._replace(leads_into_cache=in_cache)


def _is_enabled(settings: UvSettings) -> bool:
    if settings.is_set("UV_NO_CACHE"):
        return False
    if settings.is_set("UV_PREVIEW"):
        return True
    found = settings.get("preview", "preview-features")
    configured = found.value if found else None
    if configured is True:
        return True
    named = settings.variable("UV_PREVIEW_FEATURES")
    if named:
        return _FEATURE in [it.strip() for it in named.split(",")]
    return isinstance(configured, list) and _FEATURE in configured
