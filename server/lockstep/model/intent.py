"""The value for what a sync is to do: update only the environment, or lockfile and manifest too."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..errors import UsageError
from .selection import Selection
from .versions.requirement import read_requirement

IntentKind = Literal["sync", "lock", "add", "remove", "recreate", "repair"]


class Intent(NamedTuple):
    """What the user requested.

    Attributes:
        kind: the command; `lock` is `lockstep sync --lock`.
        items: what to add (requirements, paths or URLs), or the names to remove.
        group: the dependency group that the items belong to; empty for none.
        extra: the extra that they belong to; without group and extra, they belong to the project's
            dependencies.
        python: the Python for a new environment, as a path or in uv's notation; empty lets uv
            choose.
        member: the name of the member to change; empty for the current one.
        options: further options of `uv add`, each with its value in one text.
        folder: where relative paths in `items` and `options` start, as the current folder of uv;
            empty for the member's folder.
    """

    kind: IntentKind = "sync"
    items: tuple[str, ...] = ()
    group: str = ""
    extra: str = ""
    python: str = ""
    member: str = ""
    options: tuple[str, ...] = ()
    folder: str = ""

    @property
    def command(self) -> str:
        """The words after `lockstep` on the command line, without items and other options."""
        return "sync --lock" if self.kind == "lock" else self.kind

    def selection(self, chosen: Selection) -> Selection:
        """The selection that the command syncs.

        For `add` and `remove`, `member` replaces the selected members. As in uv's `add.rs`, `add`
        also installs the group or extra that it adds to, and removes nothing. Other commands sync
        `chosen`.

        Args:
            chosen: the selection of a sync of the project.
        """
        if self.kind not in ("add", "remove"):
            return chosen
        if self.member:
            chosen = chosen._replace(packages=(self.member,))
        if self.kind == "remove":
            return chosen
        return chosen._replace(
            extras=(*chosen.extras, *((self.extra,) if self.extra else ())),
            groups=(*chosen.groups, *((self.group,) if self.group else ())),
            install=chosen.install._replace(inexact=True),
        )

    def problem(self) -> UsageError | None:
        """The reason why an `add` or a `remove` is invalid; None if it is valid.

        Only the form is examined: there must be an item or a file of requirements, not both a group
        and an extra, and items and names must be well-formed. No valid item begins with a hyphen,
        so that an installer never takes it for an option. uv decides whether the package exists.
        """
        if self.kind in ("sync", "lock", "recreate", "repair"):
            return None
        if not self.items and not any(it.startswith("--requirements=") for it in self.options):
            return UsageError("no package is named", f"`lockstep {self.kind} NAME` names one")
        if self.group and self.extra:
            message = "a dependency belongs to a group or to an extra, not to both"
            return UsageError(message, "leave one of them out")
        lists = ((self.group, "group"), (self.extra, "extra"))
        wrong = [
            *(_wrong_item(it, self.kind) for it in self.items),
            *(_wrong_name(name, noun) for name, noun in lists if name),
        ]
        return next((it for it in wrong if it), None)


# A path or a URL has one of them, a requirement of an index none.
_OF_PATHS = ("/", "\\", ":")


def _wrong_item(item: str, kind: IntentKind) -> UsageError | None:
    if kind == "remove":
        return _wrong_name(item, "package")
    hint = "write NAME, NAME==1.2, NAME[EXTRA]>=1, a path or a URL, each in quotes"
    wrong = UsageError(f"`{item}` is not a requirement", hint)
    if not item.strip() or item.startswith("-"):
        return wrong
    if any(it in item for it in _OF_PATHS):
        return None
    try:
        read_requirement(item)
    except ValueError:
        return wrong
    return None


def _wrong_name(name: str, noun: str) -> UsageError | None:
    # Imported late: only names need it, and the import takes as long as a check.
    from packaging.utils import InvalidName, canonicalize_name

    try:
        canonicalize_name(name, validate=True)
    except InvalidName:
        message = f"`{name}` is not the name of {'an' if noun == 'extra' else 'a'} {noun}"
        return UsageError(message, "letters, digits, `.`, `_` and `-` make a name")
    return None
