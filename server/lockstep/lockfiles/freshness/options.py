"""Settings of the resolver that the lockfile records: what was resolved for, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ...model.manifest import Key, Manifest, normalize
from ...model.pins import ConflictItem, Lockfile, Stale
from ...model.project import Project
from .marker_space import points
from .python_range import python_range

_UV = ("tool", "uv")
_MODES = (
    ("resolution", "resolution-mode", "highest"),
    ("prerelease", "prerelease-mode", "if-necessary-or-explicit"),
    ("fork-strategy", "fork-strategy", "requires-python"),
)
_SAME_MODE = {"if-necessary": "if-necessary-or-explicit"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def stale_options(lockfile: Lockfile, project: Project, python: str) -> Iterator[Stale]:
    """Differences in modes, cut-off date, environments, conflicts and Python range."""
    root = project.root_member
    settings = project.uv_toml or root.manifest.table(*_UV)
    recorded = lockfile.top.get("options", {})
    recorded = recorded if isinstance(recorded, dict) else {}
    for key, recorded_key, default in _MODES:
        said, known = settings.get(key, default), recorded.get(recorded_key, default)
        if isinstance(said, str) and _mode(said) != _mode(known):
            yield _stale(
                root.name, (*_UV, key), f"`{key}` is {said}, the lockfile was made with {known}"
            )
    if not _same_cut_off(settings.get("exclude-newer"), recorded):
        yield _stale(
            root.name, (*_UV, "exclude-newer"), "`exclude-newer` differs from the lockfile's"
        )
    yield from _environments(lockfile, root.name, root.manifest)
    yield from _conflicts(lockfile, project)
    yield from _python(lockfile, project, python)


def _mode(found: Any) -> Any:
    """A mode by its present name; what is no string equals nothing."""
    return _SAME_MODE.get(found, found) if isinstance(found, str) else None


def _stale(member: str, key: Key, message: str) -> Stale:
    return Stale(message, member, key)


def _same_cut_off(said: Any, recorded: Mapping[str, Any]) -> bool:
    """A date means the end of that day somewhere on earth; a span is recorded as a span."""
    known = recorded.get("exclude-newer")
    text = said.isoformat() if isinstance(said, date) else said
    if text is None or known is None:
        return (text is None) == (known is None)
    if "exclude-newer-span" in recorded or not isinstance(text, str):
        return True
    ours, theirs = _moment(text), _moment(str(known))
    if ours is None or theirs is None:
        return bool(text == known)
    allowed = timedelta(hours=15) if _DAY.match(text) else timedelta()
    return abs(ours - theirs) <= allowed


def _moment(text: str) -> datetime | None:
    try:
        if _DAY.match(text):
            return datetime.fromisoformat(f"{text}T00:00:00+00:00") + timedelta(days=1)
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _environments(lockfile: Lockfile, member: str, manifest: Manifest) -> Iterator[Stale]:
    for key, recorded_key in (
        ("environments", "supported-markers"),
        ("required-environments", "required-markers"),
    ):
        said = manifest.at(*_UV, key)
        ours = (said,) if isinstance(said, str) else manifest.strings(*_UV, key)
        known = lockfile.top.get(recorded_key, [])
        theirs = [it for it in known if isinstance(it, str)] if isinstance(known, list) else []
        if not _same_markers(ours, tuple(theirs), lockfile.requires_python):
            yield _stale(member, (*_UV, key), f"`{key}` differs from the lockfile's")


def _same_markers(ours: tuple[str, ...], theirs: tuple[str, ...], requires_python: str) -> bool:
    if ours == theirs:
        return True
    if len(ours) != len(theirs):
        return False
    samples = points((*ours, *theirs), requires_python)
    pairs = list(zip(ours, theirs, strict=True))
    return samples is not None and all(at(one) == at(two) for at in samples for one, two in pairs)


def _conflicts(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    said = {it for member in project.members for it in _declared(member.name, member.manifest)}
    known = {frozenset(conflict) for conflict in lockfile.conflicts}
    if said != known:
        key = (*_UV, "conflicts")
        yield _stale(project.root_member.name, key, "`conflicts` differ from the lockfile's")


def _declared(name: str, manifest: Manifest) -> Iterator[frozenset[ConflictItem]]:
    found = manifest.at(*_UV, "conflicts")
    for items in found if isinstance(found, list) else ():
        if isinstance(items, list):
            tables = [it for it in items if isinstance(it, dict)]
            yield frozenset(_item(table, name) for table in tables)


def _item(table: Mapping[str, Any], name: str) -> ConflictItem:
    package, extra, group = (str(table.get(it, "")) for it in ("package", "extra", "group"))
    return ConflictItem(normalize(package) or name, normalize(extra), normalize(group))


def _python(lockfile: Lockfile, project: Project, python: str) -> Iterator[Stale]:
    texts = {
        member.name: text
        for member in project.members
        if (text := member.manifest.string("project", "requires-python"))
    }
    if not texts and python:
        # uv then takes the version of the interpreter that it happens to use.
        texts = {project.root_member.name: f">={python}"}
    ours, theirs = python_range(texts.values()), python_range([lockfile.requires_python])
    if ours is not None and ours != theirs:
        said = " and ".join(f"`{it}`" for it in dict.fromkeys(texts.values()))
        member = project.current if project.current in texts else next(iter(texts))
        message = (
            f"`requires-python` is {said}, the lockfile was made for `{lockfile.requires_python}`"
        )
        yield _stale(member, ("project", "requires-python"), message)
