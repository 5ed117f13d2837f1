"""The value for what a sync is to do: update only the environment, or lockfile and manifest too."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .versions.requirement import read_requirement

IntentKind = Literal["sync", "lock", "add", "remove", "recreate", "repair"]


class Intent(NamedTuple):
    """What the user requested.

    Attributes:
        kind: the command.
        items: the requirements to add, or the names to remove.
        group: the dependency group that they belong to.
        extra: the extra that they belong to; without group and extra, the project's dependencies.
        python: the Python for a new environment, as a path or in uv's notation; empty lets uv
            choose.
    """

    kind: IntentKind = "sync"
    items: tuple[str, ...] = ()
    group: str = ""
    extra: str = ""
    python: str = ""

    def problem(self) -> str:
        """The reason why the request is invalid; empty if it is valid.

        Valid items begin with a letter or a digit, so that an installer never takes them for
        options.
        """
        if self.kind in ("sync", "lock", "recreate", "repair"):
            return ""
        if not self.items:
            return "name at least one package"
        if self.group and self.extra:
            return "a dependency belongs to a group or to an extra, not to both"
        lists = ((self.group, "group"), (self.extra, "extra"))
        wrong = [
            *(_wrong_item(it, self.kind) for it in self.items),
            *(_wrong_name(name, noun) for name, noun in lists if name),
        ]
        return next((it for it in wrong if it), "")


def _wrong_item(item: str, kind: IntentKind) -> str:
    if kind == "remove":
        return _wrong_name(item, "package")
    try:
        read_requirement(item)
    except ValueError:
        return f"`{item}` is not a requirement"
    return "" if item[:1].isalnum() else f"`{item}` is not a requirement"


def _wrong_name(name: str, noun: str) -> str:
    # Imported late: only names need it, and the import takes as long as a check.
    from packaging.utils import InvalidName, canonicalize_name

    try:
        canonicalize_name(name, validate=True)
    except InvalidName:
        return f"`{name}` is not the name of {'an' if noun == 'extra' else 'a'} {noun}"
    return ""
