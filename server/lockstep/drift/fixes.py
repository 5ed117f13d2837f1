"""The fixes for each finding code; their ids are in the JSON and in the code actions."""

from __future__ import annotations

FIXES: dict[str, tuple[str, ...]] = {
    "manifest-unreadable": (),
    "lockfile-unreadable": ("lock",),
    "lockfile-missing": ("lock-and-sync",),
    "lockfile-stale": ("lock-and-sync",),
    "lockfile-unsure": ("lock",),
    "environment-missing": ("sync",),
    "environment-incomplete": ("recreate",),
    # It may be the user's data, which no command of Lockstep removes.
    "environment-foreign": (),
    "environment-moved": ("recreate",),
    "python-mismatch": ("recreate",),
    "package-missing": ("sync",),
    "package-version": ("sync",),
    "package-source": ("sync",),
    "package-duplicate": ("repair",),
    "package-damaged": ("repair",),
    "package-clobbered": (),
    "link-broken": ("repair",),
    "package-unexpected": ("sync", "select", "add-dependency"),
    "removal-leftover": ("repair",),
    "link-shared": ("set-link-mode", "free"),
    "holder-stale": ("restart-holder",),
}
