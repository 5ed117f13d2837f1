"""Compares overrides and exclusions that apply to the dependencies of one package.

`{ package = { name = "a" }, dependencies = ["b<2"] }` in `override-dependencies` or
`exclude-dependencies` applies if `a` is pinned or recorded (`uv-lock/src/lock/inputs.rs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...model.manifest import Key, normalize
from ...model.pins import Lockfile, Stale
from ...model.project import Member
from .entry import Entry
from .requirements import differences, recorded

_UV = ("tool", "uv")

Lower = Callable[[Any, Key], list[Entry]]
"""Converts a list of requirements, as `ResolverInputs.entries`."""


def scope_of(item: Any) -> tuple[str, str] | None:
    """The package to which an item is scoped; None if it is not scoped.

    Returns its normalized name, and the other fields of `package` as text, which is empty if there
    are none.

    Args:
        item: an item of `override-dependencies`, `exclude-dependencies` or of their lists in the
            lockfile, of any type.
    """
    package = item.get("package") if isinstance(item, dict) else None
    if not isinstance(package, dict):
        return None
    name = normalize(str(package.get("name", "")))
    rest = {key: value for key, value in sorted(package.items()) if key != "name"}
    return name, repr(rest) if rest else ""


def stale_scopes(
    lockfile: Lockfile, root: Member, lower: Lower, pinned: set[str]
) -> Iterator[Stale]:
    """The scoped entries that were added, removed or changed.

    Args:
        lockfile: the lockfile.
        root: the root of the workspace, the only member of which uv reads these settings.
        lower: converts the requirements of an entry.
        pinned: the names of all pins; an entry of the manifest counts if its package is one of
            them, or if the lockfile has a scoped entry for it.

    Yields one `Stale` for each scope; its `sure` is False if only uv can decide.
    """
    for key, recorded_key in (
        ("override-dependencies", "overrides"),
        ("exclude-dependencies", "excludes"),
    ):
        known = _scopes(lockfile.manifest.get(recorded_key))
        said = _scopes(root.manifest.at(*_UV, key))
        relevant = pinned | {name for name, _ in known}
        for scope in sorted({it for it in said if it[0] in relevant} | known.keys()):
            same = _same(said.get(scope), known.get(scope), lockfile, root, lower)
            if same is not True:
                message = f"`{key}` differs from the lockfile's for what `{scope[0]}` needs"
                yield Stale(message, root.name, (*_UV, key), same is False)


def _scopes(found: Any) -> dict[tuple[str, str], list[Any]]:
    scopes: dict[tuple[str, str], list[Any]] = {}
    for item in found if isinstance(found, list) else ():
        scope = scope_of(item)
        if scope is not None:
            listed = item.get("dependencies", [])
            scopes.setdefault(scope, []).extend(listed if isinstance(listed, list) else [])
    return scopes


def _same(
    said: list[Any] | None, known: list[Any] | None, lockfile: Lockfile, root: Member, lower: Lower
) -> bool | None:
    if said is None or known is None:
        return False
    if all(isinstance(it, str) for it in (*said, *known)) and not any(map(_is_table, known)):
        ours, theirs = ({normalize(it) for it in texts} for texts in (said, known))
        return ours == theirs
    found = differences(lower(said, _UV), recorded(known, root.folder), lockfile.requires_python)
    answers = {it.sure for it in found}
    return False if True in answers else None if answers else True


def _is_table(item: Any) -> bool:
    return isinstance(item, Mapping)
