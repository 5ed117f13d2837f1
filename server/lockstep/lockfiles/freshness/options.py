"""Compares the resolver's settings that the lockfile records in `[options]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.manifest import normalize
from ...model.pins import Lockfile, Stale
from ...model.project import Project
from ..cut_off import CutOff, read_cut_off
from .settings import Said, Settings, differing

_MODES = (
    ("resolution", "resolution-mode", "highest"),
    ("prerelease", "prerelease-mode", "if-necessary-or-explicit"),
    ("fork-strategy", "fork-strategy", "requires-python"),
)
_SAME_MODE = {"if-necessary": "if-necessary-or-explicit"}
_KNOWN = {it[1] for it in _MODES} | {"exclude-newer", "exclude-newer-span", "prerelease-package"}
_KNOWN |= {"exclude-newer-package", "minimum-libc-version"}


def stale_options(lockfile: Lockfile, project: Project, settings: Settings) -> Iterator[Stale]:
    """The differences between the settings and the lockfile's `[options]`.

    Compared are modes (`resolution`, `prerelease`, `fork-strategy`), `exclude-newer` and the
    minimum libc; an unknown option of the lockfile is an unsure difference.

    Args:
        lockfile: the lockfile.
        project: the workspace.
        settings: the merged settings.
    """
    root = project.root_member
    recorded = lockfile.top.get("options", {})
    recorded = recorded if isinstance(recorded, dict) else {}
    for key, recorded_key, default in _MODES:
        said, known = settings.first(key), recorded.get(recorded_key, default)
        mode = said.value if said else default
        if _mode(mode) != _mode(known):
            message = f"`{key}` is {mode}, the lockfile was made with {known}"
            yield differing(root.name, key, said, message)
    yield from _prereleases(root.name, settings, recorded)
    yield from _cut_off(root.name, settings, recorded)
    yield from _cut_offs(lockfile, root.name, settings, recorded)
    yield from _libc(project, recorded)
    for name in sorted(recorded.keys() - _KNOWN):
        message = f"the lockfile has an option `{name}` that is not known"
        yield Stale(message, root.name, (), sure=False)


def _mode(found: Any) -> Any:
    """A mode by its present name; a value that is no string equals no mode."""
    return _SAME_MODE.get(found, found) if isinstance(found, str) else None


def _prereleases(member: str, settings: Settings, recorded: Mapping[str, Any]) -> Iterator[Stale]:
    """The difference in prerelease modes by package, which uv compares as a whole."""
    said = settings.merged("prerelease-package")
    ours = {name: _mode(it.value) for name, it in said.items()}
    known = recorded.get("prerelease-package", {})
    theirs = known.items() if isinstance(known, dict) else ()
    if ours != {normalize(name): _mode(it) for name, it in theirs}:
        first = next(iter(said.values()), None)
        message = "`prerelease-package` differs from the lockfile's"
        yield differing(member, "prerelease-package", first, message)


def _cut_off(member: str, settings: Settings, recorded: Mapping[str, Any]) -> Iterator[Stale]:
    key = "exclude-newer"
    said = settings.first(key)
    known = _known(recorded.get(key), recorded.get("exclude-newer-span"))
    is_off = said is None or said.value is False or said.value == "false"
    if is_off and known is None:
        return
    if is_off or known is None:
        text = f"is {said.value}" if said and not is_off else "is not set"
        message = f"`{key}` {text}, the lockfile was made with" + (" one" if known else "out one")
        yield differing(member, key, said, message)
    else:
        yield from _compared(member, key, said, known, settings)


def _compared(
    member: str, key: str, said: Said | None, known: CutOff, settings: Settings, of: str = ""
) -> Iterator[Stale]:
    """The difference in a cut-off date: an earlier moment or another span, not a later moment."""
    value = said.value if said else None
    ours = read_cut_off(value, settings.midnights) if isinstance(value, str) else None
    unclear = ours is None or (ours.span is None and ours.moment is None)
    unclear = unclear or (known.span is None and known.moment is None)
    if unclear:
        message = f"`{key}` is {value}{of}, which only uv can compare with the lockfile's"
        yield differing(member, key, said, message, sure=False)
    elif ours is not None and _invalidates(ours, known):
        message = f"`{key}` is {value}{of}, which is not the lockfile's"
        yield differing(member, key, said, message)


def _invalidates(ours: CutOff, known: CutOff) -> bool:
    # A later instant excludes no pin of the lockfile, so that uv keeps it.
    if ours.span or known.span:
        return ours.span != known.span
    return bool(ours.moment and known.moment and ours.moment < known.moment)


def _known(moment: Any, span: Any) -> CutOff | None:
    """The recorded cut-off date; a moment that is recorded together with a span is ignored."""
    if moment is None and span is None:
        return None
    return read_cut_off(str(moment if span is None else span), {}) or CutOff()


def _cut_offs(
    lockfile: Lockfile, member: str, settings: Settings, recorded: Mapping[str, Any]
) -> Iterator[Stale]:
    """The differences in cut-off dates by package; those of packages without a pin are ignored."""
    key = "exclude-newer-package"
    found = recorded.get(key, {})
    known = {normalize(it): value for it, value in found.items()} if isinstance(found, dict) else {}
    pinned = {pin.name for pin in lockfile.pins} | known.keys()
    said = {name: it for name, it in settings.merged(key).items() if name in pinned}
    for name in sorted(said.keys() | known.keys()):
        ours, theirs = said.get(name), known.get(name)
        if ours is None:
            message = f"`{key}` has no `{name}` any more"
            yield differing(member, key, None, message)
        elif theirs in (None, False):
            if ours.value is not False:
                message = f"`{key}` is {ours.value} for `{name}`, the lockfile has none"
                yield differing(member, key, ours, message)
        elif ours.value is not False:
            table = theirs if isinstance(theirs, dict) else {"timestamp": theirs}
            cut_off = _known(table.get("timestamp"), table.get("span")) or CutOff()
            yield from _compared(member, key, ours, cut_off, settings, f" for `{name}`")


def _libc(project: Project, recorded: Mapping[str, Any]) -> Iterator[Stale]:
    """The difference in the minimum libc, which only the root's manifest can set."""
    key = "minimum-libc-version"
    root = project.root_member
    said, known = root.manifest.at("tool", "uv", key), recorded.get(key)
    if said != known:
        sure = said is None or known is None
        message = f"`{key}` differs from the lockfile's"
        yield Stale(message, root.name, ("tool", "uv", key), sure)
