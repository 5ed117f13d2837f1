"""Parses `[tool.lockstep]` of the manifest: the settings shared by a project's users and CI."""

from __future__ import annotations

from typing import Any, cast

from ..model.finding import DEFAULT_SEVERITIES, SEVERITIES, Severity
from ..model.manifest import Key, Manifest, normalize
from ..model.selection import Selection
from ..model.settings import Settings
from ..model.text import Parsed, Problem, Span

_TABLE = ("tool", "lockstep")
_KEYS = ("selection", "ignore", "severity")
_CHOICES = ("extras", "no-extras", "groups", "no-groups", "only-groups", "packages")


def read_tool_lockstep(manifest: Manifest, *, is_root: bool = True) -> Parsed[Settings]:
    """Parse the settings in a manifest; invalid ones are skipped, and reported as problems.

    Args:
        manifest: the manifest; without the table, the settings are the default ones.
        is_root: it is that of a workspace's root. In that of another member the table has no
            effect, and is reported as a problem.
    """
    reader = _Reader(manifest)
    if not is_root:
        if manifest.at(*_TABLE) is not None:
            reader.unused()
        return Parsed(Settings(), tuple(reader.problems))
    if not reader.is_(_TABLE, dict, "a table"):
        return Parsed(Settings(), tuple(reader.problems))
    settings = Settings(reader.selection(), reader.ignore(), reader.severity())
    reader.unknown(_TABLE, _KEYS)
    return Parsed(settings, tuple(sorted(reader.problems, key=lambda it: it.span)))


def selection_problems(manifest: Manifest) -> tuple[Problem, ...]:
    """The problems of `[tool.lockstep.selection]`, for which a sync would select other packages.

    Also that of `tool.lockstep`, if it is not a table; problems of other settings are not included.
    """
    reader = _Reader(manifest)
    if reader.is_(_TABLE, dict, "a table"):
        reader.selection()
    return tuple(reader.problems)


class _Reader:
    def __init__(self, manifest: Manifest) -> None:
        self.problems: list[Problem] = []
        self._manifest = manifest

    def selection(self) -> Selection:
        key: Key = (*_TABLE, "selection")
        if not self.is_(key, dict, "a table"):
            return Selection()
        self.unknown(key, (*_CHOICES, "default-groups"))
        chosen = [self._choice((*key, name)) for name in _CHOICES]
        extras, no_extras, groups, no_groups, only_groups, packages = chosen
        defaults: Key = (*key, "default-groups")
        kept = self._manifest.at(*defaults) if self.is_(defaults, bool, "true or false") else True
        return Selection(extras, no_extras, groups, no_groups, only_groups, kept, packages)

    def ignore(self) -> tuple[str, ...]:
        key: Key = (*_TABLE, "ignore")
        return self._manifest.strings(*key) if self.is_(key, list, "an array of strings") else ()

    def severity(self) -> dict[str, Severity]:
        key: Key = (*_TABLE, "severity")
        found: dict[str, Severity] = {}
        for code, value in (
            self._manifest.table(*key) if self.is_(key, dict, "a table") else {}
        ).items():
            if code not in DEFAULT_SEVERITIES:
                self._problem((*key, code), f"there is no finding `{code}`")
            elif value not in SEVERITIES:
                self._problem((*key, code), f"a severity is one of {', '.join(SEVERITIES)}")
            else:
                found[code] = cast(Severity, value)
        return found

    def unknown(self, key: Key, known: tuple[str, ...]) -> None:
        """Report unknown keys, which are usually misspelled."""
        for name in self._manifest.table(*key):
            if name not in known:
                self._problem(
                    (*key, name), f"`{name}` is not known here; known are {', '.join(known)}"
                )

    def unused(self) -> None:
        """Report the whole table."""
        message = "`tool.lockstep` counts only in the pyproject.toml of the workspace's root"
        self._problem(_TABLE, message)

    def _choice(self, key: Key) -> tuple[str, ...]:
        if self._manifest.at(*key) == "all":
            return ("*",)
        if not self.is_(key, list, 'an array of names, or "all"'):
            return ()
        return tuple(normalize(it) for it in self._manifest.strings(*key))

    def is_(self, key: Key, kind: type[Any], words: str) -> bool:
        """Whether a value has a type; another type is a problem, a missing value is not."""
        found = self._manifest.at(*key)
        if found is not None and not isinstance(found, kind):
            self._problem(key, f"`{'.'.join(str(it) for it in key)}` must be {words}")
        return isinstance(found, kind)

    def _problem(self, key: Key, message: str) -> None:
        spans = self._manifest.spans
        span = spans.get(key) or self._manifest.keys.get(key) or Span(0, 0)
        self.problems.append(Problem(message, span, "see docs/settings.md"))
