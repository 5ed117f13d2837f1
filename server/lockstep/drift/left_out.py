"""Leaves pins out of an environment, as the options `--no-install-…` and `--no-editable` say.

The rules are those of `uv-configuration/src/install_options.rs`: what is left out is neither
installed nor kept, but its dependencies are.
"""

from __future__ import annotations

from ..model.pins import Pin
from ..model.selection import InstallOptions
from .roots import Roots

_TREES = ("editable", "directory", "virtual")


def installed_pins(pins: dict[str, Pin], roots: Roots, current: str) -> dict[str, Pin]:
    """The pins that are to be installed, by name; with `--no-editable`, none of them is editable.

    Args:
        pins: the selected pins by name.
        roots: the selected members, and the options.
        current: the name of the current member; empty for a root without `[project]`.
    """
    options = roots.selection.install
    if options._replace(inexact=False) == InstallOptions():
        return pins
    left_out = {*options.no_packages}
    if options.no_project:
        # Of several members that are named, uv takes none for the project.
        left_out |= {current if roots.selection.all_packages else roots.selected}
    if options.no_workspace:
        left_out |= _members(roots)
    kept = {name: pin for name, pin in pins.items() if name not in left_out}
    if options.no_local:
        kept = {it: pin for it, pin in kept.items() if pin.source.kind not in (*_TREES, "path")}
    return kept if options.editable else {it: _not_editable(pin) for it, pin in kept.items()}


def _members(roots: Roots) -> set[str]:
    root = roots.lockfile.root
    return {*roots.lockfile.members, *((root.name,) if root else ())}


def _not_editable(pin: Pin) -> Pin:
    if pin.source.kind != "editable":
        return pin
    return pin._replace(source=pin.source._replace(kind="directory"))
