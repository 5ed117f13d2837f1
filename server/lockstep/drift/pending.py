"""Decides from a check what a sync or a repair would have to do. Pure."""

from __future__ import annotations

from .view import View


def is_nothing_to_do(view: View) -> bool:
    """Whether the environment is as pinned: uv would change nothing, and nothing is damaged."""
    is_sound = view.environment.state == "sound"
    to_do = view.changes or view.action != "check" or not is_sound or damaged(view)
    return view.expected is not None and not to_do


def may_be_installed_again(view: View) -> bool:
    """Whether uv may reinstall a package although it is as pinned.

    uv does so if a setting requires it, and if the build settings of a package have changed. Which
    packages these are, only uv can decide; it is no drift.
    """
    files = view.project.configuration.files
    is_set = any(file.table.get(key) for file in files for key in _REINSTALLING)
    return is_set or any(it.is_built_by_settings for it in view.environment.distributions)


_REINSTALLING = (
    *("reinstall", "reinstall-package", "config-settings", "config-settings-package"),
    *("extra-build-dependencies", "extra-build-variables"),
)


def is_nothing_to_repair(view: View) -> bool:
    """Whether no package is damaged or missing, and there are no leftovers.

    Sound packages in other versions than pinned do not matter: a repair does not change them.
    """
    missing = [it for it in view.changes if it.expected and not it.installed]
    is_sound = view.environment.state == "sound"
    return is_sound and not (missing or damaged(view) or view.environment.leftovers)


def extraneous(view: View) -> frozenset[str]:
    """The names of the packages that a sync only removes."""
    return frozenset(it.name for it in view.changes if not it.expected)


def damaged(view: View) -> tuple[str, ...]:
    """The names of the pinned packages that are damaged, for uv's `--reinstall-package`."""
    found = [
        it.name
        for it in view.environment.distributions
        if (it.damage or it.missing_files or it.broken_links) and "name" not in it.damage
    ]
    found += [copies[0].name for copies in view.comparison.duplicates]
    pins = view.expected.pins if view.expected else {}
    return tuple(sorted({it for it in found if it in pins}))
