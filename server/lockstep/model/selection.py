"""Which extras, groups and members a check or a sync is for; the words are uv's options."""

from __future__ import annotations

from typing import Any, NamedTuple

from .manifest import normalize


class Selection(NamedTuple):
    """What was asked for on top of the defaults; `"*"` in a tuple means all of them.

    `default_groups` False means `--no-default-groups`; `only_groups` leaves out the project's
    own dependencies.
    """

    extras: tuple[str, ...] = ()
    no_extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    no_groups: tuple[str, ...] = ()
    only_groups: tuple[str, ...] = ()
    default_groups: bool = True
    packages: tuple[str, ...] = ()

    @property
    def all_packages(self) -> bool:
        """Whether every member was asked for."""
        return "*" in self.packages

    def wants_extra(self, extra: str) -> bool:
        """Whether an extra of a chosen member is wanted."""
        return extra not in self.no_extras and (extra in self.extras or "*" in self.extras)

    def wants_group(self, group: str, defaults: tuple[str, ...]) -> bool:
        """Whether a group is wanted, given the groups that are wanted by default."""
        return group not in self.no_groups and (
            self.asks_for_group(group) or self._by_default(group, defaults)
        )

    def asks_for_group(self, group: str) -> bool:
        """Whether a group is wanted by name, not by default."""
        asked = (*self.groups, *self.only_groups)
        return group not in self.no_groups and (group in asked or "*" in self.groups)

    def _by_default(self, group: str, defaults: tuple[str, ...]) -> bool:
        return (
            self.default_groups and not self.only_groups and (group in defaults or "*" in defaults)
        )


DEFAULT_GROUPS = ("dev",)


def default_groups(said: Any) -> tuple[str, ...]:
    """The groups of `tool.uv.default-groups`, whatever its type; `("*",)` for all of them."""
    if said == "all":
        return ("*",)
    if not isinstance(said, list):
        return DEFAULT_GROUPS
    return tuple(normalize(it) for it in said if isinstance(it, str))


def arguments(selection: Selection) -> tuple[str, ...]:
    """The selection as options, those of uv and of Lockstep."""
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
            found.extend((every,) if value == "*" else (one, value))
    if not selection.default_groups:
        found.append("--no-default-groups")
    return tuple(found)
