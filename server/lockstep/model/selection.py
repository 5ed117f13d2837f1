"""Which packages a check or a sync is for, as in the options of `uv sync`."""

from __future__ import annotations

from typing import Any, NamedTuple

from .manifest import normalize


class InstallOptions(NamedTuple):
    """What a sync leaves out of the selected packages, and how it installs them.

    Attributes:
        inexact: `--inexact`: keep packages that are not selected.
        editable: False for `--no-editable`.
        no_project: `--no-install-project`: leave out the selected member, not its dependencies.
        no_workspace: `--no-install-workspace`: leave out all members.
        no_local: `--no-install-local`: leave out all packages from a path.
        no_packages: `--no-install-package`: the normalized names of packages to leave out.
    """

    inexact: bool = False
    editable: bool = True
    no_project: bool = False
    no_workspace: bool = False
    no_local: bool = False
    no_packages: tuple[str, ...] = ()

    def arguments(self) -> tuple[str, ...]:
        """The command line options for these values, which are the same for uv and Lockstep.

        Empty for the defaults.
        """
        switches = (
            (self.inexact, "--inexact"),
            (not self.editable, "--no-editable"),
            (self.no_project, "--no-install-project"),
            (self.no_workspace, "--no-install-workspace"),
            (self.no_local, "--no-install-local"),
        )
        packages = (part for it in self.no_packages for part in ("--no-install-package", it))
        return (*(option for is_on, option in switches if is_on), *packages)


class Selection(NamedTuple):
    """The options of a selection, as names; `"*"` in a tuple means all of them.

    Attributes:
        extras: `--extra`, `--all-extras`.
        no_extras: `--no-extra`.
        groups: `--group`, `--all-groups`.
        no_groups: `--no-group`.
        only_groups: `--only-group`, which excludes the project's own dependencies.
        default_groups: False for `--no-default-groups`.
        packages: `--package`, `--all-packages`; empty for the current member.
        install: what is left out of the selected packages, and how they are installed.
    """

    extras: tuple[str, ...] = ()
    no_extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    no_groups: tuple[str, ...] = ()
    only_groups: tuple[str, ...] = ()
    default_groups: bool = True
    packages: tuple[str, ...] = ()
    install: InstallOptions = InstallOptions()

    @property
    def all_packages(self) -> bool:
        """Whether all members are selected."""
        return "*" in self.packages

    def wants_extra(self, extra: str) -> bool:
        """Whether an extra of a selected member is selected; `no_extras` takes precedence."""
        return extra not in self.no_extras and (extra in self.extras or "*" in self.extras)

    def wants_group(self, group: str, defaults: tuple[str, ...]) -> bool:
        """Whether a group is selected by name or as a default group; `no_groups` takes precedence.

        Args:
            group: its normalized name.
            defaults: the names of the default groups; `("*",)` for all groups.
        """
        return group not in self.no_groups and (
            self.asks_for_group(group) or self._by_default(group, defaults)
        )

    def asks_for_group(self, group: str) -> bool:
        """Whether a group is selected by name or `"*"`, not only as a default group."""
        asked = (*self.groups, *self.only_groups)
        return group not in self.no_groups and (group in asked or "*" in self.groups)

    def _by_default(self, group: str, defaults: tuple[str, ...]) -> bool:
        return (
            self.default_groups and not self.only_groups and (group in defaults or "*" in defaults)
        )


DEFAULT_GROUPS = ("dev",)


def default_groups(value: Any) -> tuple[str, ...]:
    """The normalized names of the groups in a value of `tool.uv.default-groups`, of any type.

    `("*",)` for `all`; `("dev",)`, uv's default, if it is no array; items other than strings are
    skipped.
    """
    if value == "all":
        return ("*",)
    if not isinstance(value, list):
        return DEFAULT_GROUPS
    return tuple(normalize(it) for it in value if isinstance(it, str))


_DEV = {
    ("--group", "dev"): ("--dev",),
    ("--no-group", "dev"): ("--no-dev",),
    ("--only-group", "dev"): ("--only-dev",),
}


def arguments(selection: Selection) -> tuple[str, ...]:
    """The selection as command line options, which are the same for uv and Lockstep.

    Empty for the default selection. The group `dev` has options of its own, because uv accepts them
    also in a project without that group.
    """
    found: list[str] = []
    for values, one, every in (
        (selection.extras, "--extra", "--all-extras"),
        (selection.no_extras, "--no-extra", ""),
        (selection.groups, "--group", "--all-groups"),
        (selection.no_groups, "--no-group", ""),
        (selection.only_groups, "--only-group", ""),
        (selection.packages, "--package", "--all-packages"),
    ):
        for value in values:
            found.extend((every,) if value == "*" else _DEV.get((one, value), (one, value)))
    if not selection.default_groups:
        found.append("--no-default-groups")
    return (*found, *selection.install.arguments())
