"""Decides from a check what a sync or a repair would have to do. Pure."""

from __future__ import annotations

from .view import View


def is_nothing_to_do(view: View) -> bool:
    """Whether the environment is as pinned: uv would change nothing, and nothing is damaged.

    False also if the expected packages could not be computed, or there is no sound environment.
    """
    is_sound = view.environment.state == "sound"
    to_do = view.changes or view.action != "check" or not is_sound or damaged(view)
    return view.expected is not None and not to_do


def may_be_installed_again(view: View) -> bool:
    """Whether uv may reinstall a package although it is as pinned, which is not drift.

    True if a setting of uv can cause it (`reinstall`, settings of builds), or a package was built
    with such settings. Only uv can decide whether it reinstalls a package, and which.
    """
    files = view.project.configuration.files
    is_set = any(file.table.get(key) for file in files for key in _REINSTALLING)
    return is_set or any(it.is_built_by_settings for it in view.environment.distributions)


_REINSTALLING = (
    *("reinstall", "reinstall-package", "config-settings", "config-settings-package"),
    *("extra-build-dependencies", "extra-build-variables"),
)


def is_nothing_to_repair(view: View) -> bool:
    """Whether the environment is sound, no pinned package is damaged or missing, and no leftovers.

    Undamaged packages in other versions than pinned do not matter: a repair does not change them.
    """
    missing = [it for it in view.changes if it.expected and not it.installed]
    is_sound = view.environment.state == "sound"
    return is_sound and not (missing or damaged(view) or view.environment.leftovers)


def damaged(view: View) -> tuple[str, ...]:
    """The names of the expected packages that are damaged, sorted; for `--reinstall-package` of uv.

    Damaged are invalid metadata, missing files, broken links and several metadata folders.
    """
    found = [
        it.name
        for it in view.environment.distributions
        if (it.damage or it.missing_files or it.broken_links) and "name" not in it.damage
    ]
    found += [copies[0].name for copies in view.comparison.duplicates]
    pins = view.expected.pins if view.expected else {}
    return tuple(sorted({it for it in found if it in pins}))
