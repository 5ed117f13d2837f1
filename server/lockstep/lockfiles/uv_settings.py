"""All settings in uv's schema: their effect on an existing lockfile, and their valid values.

The keys are those of `Options` in `uv-settings/src/settings.rs` (uv 0.13.8); `tests/oracle`
compares them with the list that uv prints for an unknown key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from ..model.project import Validity
from .cut_off import is_cut_off

Effect = Literal["compared", "uncompared", "none"]
"""compared: the lockfile records it; uncompared: it affects locking, but is not recorded; none: it
does not affect locking."""

Check = Callable[[Any], bool | None]
"""Whether uv accepts a value; None if that is unknown."""


class Setting(NamedTuple):
    """The effect of one setting on a lockfile, and the check for its value."""

    effect: Effect
    check: Check


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(it, str) for it in value)


def _one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def _is_location(value: Any) -> bool | None:
    """Whether it is a URL or a path; None for an unusual one, which uv may accept."""
    if not isinstance(value, str) or not value.strip():
        return False
    return True if value.isascii() and " " not in value else None


def _are_locations(value: Any) -> bool | None:
    if not isinstance(value, list):
        return False
    answers = {_is_location(it) for it in value}
    return False if False in answers else None if None in answers else True


def _are_named_tables(value: Any) -> bool:
    tables = value if isinstance(value, list) else [None]
    return all(isinstance(it, dict) and isinstance(it.get("name"), str) for it in tables)


_INDEX_FIELDS = {"name", "url", "explicit", "default", "format", "authenticate", "exclude-newer"}
_INDEX_FIELDS |= {"publish-url", "ignore-error-codes", "cache-control", "hash-algorithm"}


def _are_indexes(value: Any) -> bool | None:
    if not isinstance(value, list):
        return False
    answers = {_is_index(it) for it in value}
    return False if False in answers else None if None in answers else True


def _is_index(table: Any) -> bool | None:
    if not isinstance(table, dict) or _is_location(table.get("url")) is False:
        return False
    if not all(isinstance(table.get(it, False), bool) for it in ("explicit", "default")):
        return False
    odd = set(table) - _INDEX_FIELDS or not isinstance(table.get("name", ""), str)
    both = table.get("explicit") and (table.get("default") or "name" not in table)
    return None if odd or both else _is_location(table["url"])


def _is_cut_off(value: Any) -> bool | None:
    """Whether it is a string or `false` (a TOML date is neither); None for a table."""
    if isinstance(value, str):
        return value == "false" or is_cut_off(value)
    return None if isinstance(value, dict) else value is False


def _are_cut_offs(value: Any) -> bool | None:
    if not isinstance(value, dict):
        return False
    answers = {_is_cut_off(it) for it in value.values()}
    return False if False in answers else None if None in answers else True


_PRERELEASES = _one_of("disallow", "allow", "if-necessary", "explicit", "if-necessary-or-explicit")


def _are_prereleases(value: Any) -> bool:
    return isinstance(value, dict) and all(_PRERELEASES(it) for it in value.values())


def _uv_settings() -> dict[str, Setting]:
    compared: dict[str, Check] = {
        "index": _are_indexes,
        "index-url": _is_location,
        "extra-index-url": _are_locations,
        "no-index": _is_bool,
        "find-links": _are_locations,
        "resolution": _one_of("highest", "lowest", "lowest-direct"),
        "prerelease": _PRERELEASES,
        "prerelease-package": _are_prereleases,
        "fork-strategy": _one_of("fewest", "requires-python"),
        "dependency-metadata": _are_named_tables,
        "exclude-newer": _is_cut_off,
        "exclude-newer-package": _are_cut_offs,
        "no-sources": _is_bool,
        "no-sources-package": _are_texts,
        "preview": _is_bool,
        "preview-features": _are_texts,
    }
    # uv refuses the whole manifest if one of these has a wrong value.
    of_manifests = ["override-dependencies", "exclude-dependencies", "constraint-dependencies"]
    of_manifests += ["build-constraint-dependencies", "environments", "required-environments"]
    of_manifests += ["minimum-libc-version", "conflicts", "workspace", "sources", "package"]
    of_manifests += ["default-groups", "dependency-groups", "dev-dependencies", "managed"]
    uncompared: dict[str, Check] = {"upgrade": _is_bool, "upgrade-package": _are_texts}
    return {
        **{key: Setting("compared", check) for key, check in compared.items()},
        **{key: Setting("compared", lambda _: True) for key in of_manifests},
        **{key: Setting("uncompared", check) for key, check in uncompared.items()},
        **{key: Setting("none", check) for key, check in _without_effect().items()},
    }


def _without_effect() -> dict[str, Check]:
    """The settings for the network, builds, installation, Pythons and publishing."""
    switches = ["system-certs", "native-tls", "offline", "no-cache", "compile-bytecode"]
    switches += ["no-build-isolation", "require-build-hashes", "reinstall", "no-build", "no-binary"]
    texts = ["cache-dir", "http-proxy", "https-proxy"]
    texts += [f"{it}-install-mirror" for it in ("python", "pypy", "graalpy", "pyodide")]
    texts += ["python-downloads-json-url", "publish-url", "check-url", "required-version"]
    texts += ["torch-backend"]
    lists = ["no-proxy", "allow-insecure-host", "no-build-isolation-package", "reinstall-package"]
    lists += ["no-build-package", "no-binary-package"]
    tables = ["config-settings", "config-settings-package", "extra-build-dependencies"]
    tables += ["extra-build-variables", "pip", "audit", "build-backend"]
    return {
        **dict.fromkeys(switches, _is_bool),
        **dict.fromkeys(texts, _is_text),
        **dict.fromkeys(lists, _are_texts),
        **dict.fromkeys(tables, _is_table),
        **{f"concurrent-{it}": _is_count for it in ("downloads", "builds", "installs")},
        "cache-keys": _is_list,
        "add-bounds": _one_of("lower", "major", "minor", "exact"),
        "trusted-publishing": _one_of("automatic", "always", "never"),
        "index-strategy": _one_of(
            "first-index", "first-match", "unsafe-first-match", "unsafe-best-match"
        ),
        "keyring-provider": _one_of("disabled", "native", "subprocess"),
        "link-mode": _one_of("clone", "copy", "hardlink", "symlink"),
        "python-preference": _one_of("only-managed", "managed", "system", "only-system"),
        "python-downloads": _one_of("automatic", "manual", "never"),
    }


SETTINGS: Mapping[str, Setting] = _uv_settings()

VARIABLES = (
    *("UV_RESOLUTION", "UV_PRERELEASE", "UV_FORK_STRATEGY", "UV_EXCLUDE_NEWER"),
    *("UV_NO_SOURCES", "UV_NO_SOURCES_PACKAGE", "UV_PREVIEW", "UV_PREVIEW_FEATURES"),
    *("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"),
    "UV_GIT_LFS",
)
"""The variables that affect locking, besides those that select the settings files."""

_OF_MANIFESTS = {"conflicts", "workspace", "sources", "dev-dependencies", "default-groups"}
_OF_MANIFESTS |= {"dependency-groups", "managed", "package", "build-backend", "environments"}
_OF_MANIFESTS |= {"required-environments", "minimum-libc-version"}


def validity(table: Mapping[str, Any]) -> Validity:
    """Whether uv uses a `[tool.uv]` table; a single wrong value makes uv ignore all of it.

    It is *doubtful* if nothing is certainly wrong, but a key is unknown, because a newer uv may
    know the key, or it is unknown whether uv accepts a value.
    """
    answers = [
        SETTINGS[key].check(value) if key in SETTINGS else None for key, value in table.items()
    ]
    if False in answers:
        return "ignored"
    return "doubtful" if None in answers else "valid"


def doubts(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a table for which it is unknown whether uv accepts them or their values."""
    return tuple(
        key
        for key, value in table.items()
        if key not in SETTINGS or SETTINGS[key].check(value) is None
    )


def refusal(table: Mapping[str, Any]) -> str:
    """Why uv ignores a `[tool.uv]` or refuses a `uv.toml`: its first value that is certainly wrong.

    Empty if there is no such value.
    """
    for key, value in table.items():
        if key in SETTINGS and SETTINGS[key].check(value) is False:
            return f"`{key}` has an invalid value"
    return ""


def misplaced(table: Mapping[str, Any]) -> str:
    """Why uv refuses a `uv.toml`, if it has a key that is allowed only in a manifest; else empty.

    Args:
        table: the settings in the `uv.toml`.
    """
    key = next((it for it in table if it in _OF_MANIFESTS), "")
    return f"`{key}` is allowed only in a pyproject.toml" if key else ""
