"""What a sync would have to do. Pure: what was checked in."""

from __future__ import annotations

from .view import View


def is_nothing_to_do(view: View) -> bool:
    """Whether the environment is as the lockfile wants it, in uv's eyes and in ours."""
    is_sound = view.environment.state == "sound"
    to_do = view.changes or view.action != "check" or not is_sound or damaged(view)
    return view.expected is not None and not to_do


def may_be_installed_again(view: View) -> bool:
    """Whether uv may install a package again that is as it is pinned.

    It does where a setting says so, and where a package was built with other settings than those
    of now. Which ones that are, only uv knows; it is no drift.
    """
    files = view.project.configuration.files
    is_set = any(file.table.get(key) for file in files for key in _AGAIN)
    return is_set or any(it.is_built_by_settings for it in view.environment.distributions)


_AGAIN = (
    *("reinstall", "reinstall-package", "config-settings", "config-settings-package"),
    *("extra-build-dependencies", "extra-build-variables"),
)


def is_nothing_to_repair(view: View) -> bool:
    """Whether nothing is damaged, missing or left over.

    Sound packages stay as they are, whatever the lockfile pins.
    """
    missing = [it for it in view.changes if it.expected and not it.installed]
    is_sound = view.environment.state == "sound"
    return is_sound and not (missing or damaged(view) or view.environment.leftovers)


def extraneous(view: View) -> frozenset[str]:
    """The packages that are installed and not pinned."""
    return frozenset(it.name for it in view.changes if not it.expected)


def damaged(view: View) -> tuple[str, ...]:
    """The packages that are in pieces and stay: uv must be told to install them again."""
    found = [
        it.name
        for it in view.environment.distributions
        if (it.damage or it.missing_files or it.broken_links) and "name" not in it.damage
    ]
    found += [copies[0].name for copies in view.comparison.duplicates]
    pins = view.expected.pins if view.expected else {}
    return tuple(sorted({it for it in found if it in pins}))
