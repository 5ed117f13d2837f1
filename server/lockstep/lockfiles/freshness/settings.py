"""Merges the settings with which uv would lock, from variables and files.

The first source of a scalar wins, lists are joined, and tables by package are merged
(`uv-settings/src/combine.rs`); variables are like command line options, and precede all files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...model.manifest import Key, normalize
from ...model.pins import Stale
from ...model.project import Configuration, SettingsFile
from ..uv_settings import SETTINGS

_UV = ("tool", "uv")
_VARIABLES = {
    "resolution": "UV_RESOLUTION",
    "prerelease": "UV_PRERELEASE",
    "fork-strategy": "UV_FORK_STRATEGY",
    "exclude-newer": "UV_EXCLUDE_NEWER",
}
_TRUE = {"1", "true", "t", "yes", "y", "on"}


class Origin(NamedTuple):
    """Where a setting is.

    Attributes:
        key: its key in the root's manifest; empty if it is elsewhere.
        words: the other place as text: a path or the name of a variable; empty if it is in the
            root's manifest.
    """

    key: Key = ()
    words: str = ""


class Said(NamedTuple):
    """One value of a setting.

    Attributes:
        value: the value, of any type.
        origin: where it is.
        folder: the absolute folder to which relative paths in the value are relative.
    """

    value: Any
    origin: Origin
    folder: str = ""


class Settings:
    """The merged settings of one workspace.

    Args:
        configuration: the settings in files and variables.
        root: the root of the workspace, to which paths in variables are relative.

    Attributes:
        root: as passed.
        variables: the `UV_*` variables that influence locking, by name.
        midnights: as in `Configuration`, by date.
    """

    def __init__(self, configuration: Configuration, root: str) -> None:
        self._configuration = configuration
        self.root = root
        self.variables = dict(configuration.variables)
        self.midnights = dict(configuration.midnights)

    def all(self, key: str) -> Iterator[Said]:
        """All values of a setting in files, in the order of their precedence; variables not."""
        for file in self._configuration.files:
            if key in file.table:
                yield Said(file.table[key], self._origin(file, key), file.folder)

    def first(self, key: str) -> Said | None:
        """The effective value of a setting that is not merged; None if it is not set.

        A variable precedes all files, unless its value is certainly invalid.
        """
        variable = self.of_variable(key)
        is_right = variable is not None and SETTINGS[key].check(variable.value) is not False
        return variable if is_right else next(self.all(key), None)

    def of_variable(self, key: str) -> Said | None:
        """The text of the variable for a setting; None if it is not set or there is none.

        Only the modes of the resolver and `exclude-newer` have one here.
        """
        name = _VARIABLES.get(key, "")
        value = self.variables.get(name)
        return Said(value, Origin(words=name), self.root) if value is not None else None

    def merged(self, key: str) -> dict[str, Said]:
        """A setting that is a table by package: each entry is from the first file that has it.

        The keys are normalized names. Empty if the setting is not set.
        """
        found: dict[str, Said] = {}
        for said in self.all(key):
            for name, value in said.value.items() if isinstance(said.value, dict) else ():
                found.setdefault(normalize(name), said._replace(value=value))
        return found

    def listed(self, key: str) -> Iterator[Said]:
        """The items of a setting that is a list, joined from all files; skips other values."""
        for said in self.all(key):
            for item in said.value if isinstance(said.value, list) else ():
                yield said._replace(value=item)

    @property
    def without_sources(self) -> WithoutSources:
        """The packages for which `[tool.uv.sources]` is ignored.

        All with UV_NO_SOURCES or `no-sources = true`, none with `no-sources = false`, else those in
        UV_NO_SOURCES_PACKAGE and `no-sources-package`.
        """
        # The variable is like the command line flag, which can only enable it.
        if _flag(self.variables.get("UV_NO_SOURCES", "")):
            return WithoutSources(every=True)
        said = next(self.all("no-sources"), None)
        if said is not None:
            return WithoutSources(every=said.value is True)
        names = self.variables.get("UV_NO_SOURCES_PACKAGE", "").split()
        names += [str(it.value) for it in self.listed("no-sources-package")]
        return WithoutSources(names=frozenset(normalize(it) for it in names))

    def has_feature(self, name: str) -> bool:
        """Whether a preview feature of uv is enabled, by name or with all features."""
        every = next(self.all("preview"), None)
        if _flag(self.variables.get("UV_PREVIEW", "")) or (every and every.value is True):
            return True
        features = self.variables.get("UV_PREVIEW_FEATURES", "").replace(" ", ",").split(",")
        features += [str(it.value) for it in self.listed("preview-features")]
        return name in features

    def _origin(self, file: SettingsFile, key: str) -> Origin:
        if file.is_manifest and file.folder == self.root:
            return Origin((*_UV, key))
        return Origin(words=file.path)


class WithoutSources(NamedTuple):
    """The packages for which `[tool.uv.sources]` is ignored: `every` one, or those in `names`."""

    every: bool = False
    names: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the sources of a package, by its normalized name, are ignored."""
        return self.every or name in self.names


EVERY_SOURCE = WithoutSources()


def _flag(text: str) -> bool:
    return text.lower() in _TRUE


def differing(
    member: str, key: str, said: Said | None, message: str, *, sure: bool = True
) -> Stale:
    """The difference in one setting, at its place in the root's manifest if it is there.

    Args:
        member: the name of the root.
        key: the setting.
        said: its value; None if it is not set.
        message: what differs; the place is appended if it is not in the root's manifest.
        sure: False if only uv can decide whether the lockfile still fits.
    """
    origin = said.origin if said else Origin()
    place = f" (set by {origin.words})" if origin.words else ""
    return Stale(f"{message}{place}", member, origin.key or (*_UV, key), sure)
