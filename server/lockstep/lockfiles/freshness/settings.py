"""The settings that uv would lock with: variables, then files, merged by uv's rules.

Scalars come from the first that has them, lists are joined, and tables by package are merged
(`uv-settings/src/combine.rs`); variables count as options of the command line, before all files.
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
    """Where a setting stands: a key of the root's manifest, or words for another place."""

    key: Key = ()
    words: str = ""


class Said(NamedTuple):
    """One value, and where it stands; `folder` is what its relative paths start from."""

    value: Any
    origin: Origin
    folder: str = ""


class Settings:
    """The merged settings of one workspace."""

    def __init__(self, configuration: Configuration, root: str) -> None:
        self._configuration = configuration
        self.root = root
        self.variables = dict(configuration.variables)
        self.midnights = dict(configuration.midnights)

    def all(self, key: str) -> Iterator[Said]:
        """Every value of a setting in files, those that come first in front."""
        for file in self._configuration.files:
            if key in file.table:
                yield Said(file.table[key], self._origin(file, key), file.folder)

    def first(self, key: str) -> Said | None:
        """The value that counts of a setting that is not merged."""
        variable = self.of_variable(key)
        is_right = variable is not None and SETTINGS[key].check(variable.value) is not False
        return variable if is_right else next(self.all(key), None)

    def of_variable(self, key: str) -> Said | None:
        """The text of the variable that stands for a setting; None where it is not set."""
        name = _VARIABLES.get(key, "")
        value = self.variables.get(name)
        return Said(value, Origin(words=name), self.root) if value is not None else None

    def merged(self, key: str) -> dict[str, Said]:
        """A table by package: each entry from the first file that has it."""
        found: dict[str, Said] = {}
        for said in self.all(key):
            for name, value in said.value.items() if isinstance(said.value, dict) else ():
                found.setdefault(normalize(name), said._replace(value=value))
        return found

    def listed(self, key: str) -> Iterator[Said]:
        """The items of a list that is joined from all files."""
        for said in self.all(key):
            for item in said.value if isinstance(said.value, list) else ():
                yield said._replace(value=item)

    @property
    def without_sources(self) -> WithoutSources:
        """For which packages `[tool.uv.sources]` does not count."""
        # The variable is a flag of the command line, which can only switch it on.
        if _flag(self.variables.get("UV_NO_SOURCES", "")):
            return WithoutSources(every=True)
        said = next(self.all("no-sources"), None)
        if said is not None:
            return WithoutSources(every=said.value is True)
        names = self.variables.get("UV_NO_SOURCES_PACKAGE", "").split()
        names += [str(it.value) for it in self.listed("no-sources-package")]
        return WithoutSources(names=frozenset(normalize(it) for it in names))

    def has_feature(self, name: str) -> bool:
        """Whether a preview feature is switched on, alone or with all of them."""
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
    """Either every package, or those that are named."""

    every: bool = False
    names: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the sources of a package do not count."""
        return self.every or name in self.names


EVERY_SOURCE = WithoutSources()


def _flag(text: str) -> bool:
    return text.lower() in _TRUE


def differing(
    member: str, key: str, said: Said | None, message: str, *, sure: bool = True
) -> Stale:
    """A difference about one setting, at its place in the root's manifest where it has one."""
    origin = said.origin if said else Origin()
    place = f" (set by {origin.words})" if origin.words else ""
    return Stale(f"{message}{place}", member, origin.key or (*_UV, key), sure)
