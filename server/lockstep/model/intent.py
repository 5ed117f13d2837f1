"""What a sync is asked for: the environment alone, or a change of lockfile and manifest first."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .versions.requirement import read_requirement

IntentKind = Literal["sync", "lock", "add", "remove", "recreate", "repair"]


class Intent(NamedTuple):
    """A wish of the user.

    `items` are the requirements to add, or the names to remove; `group` or `extra` names the list
    that they belong to (neither: the project's dependencies). `python` is what a new environment
    is made with: a path, or whatever uv understands; empty leaves it to uv.
    """

    kind: IntentKind = "sync"
    items: tuple[str, ...] = ()
    group: str = ""
    extra: str = ""
    python: str = ""

    def problem(self) -> str:
        """Why no installer may be asked for it, in words; empty where one may.

        What passes here begins with a letter or a digit, so that it can never be an option.
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
    # Only a name needs it, and to import it takes as long as a check.
    from packaging.utils import InvalidName, canonicalize_name

    try:
        canonicalize_name(name, validate=True)
    except InvalidName:
        return f"`{name}` is not the name of {'an' if noun == 'extra' else 'a'} {noun}"
    return ""
