"""What an environment holds, as one scan of it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

DistributionKind = Literal["dist-info", "egg-info", "egg-link"]

Damage = Literal[
    "empty", "metadata", "record", "record-cut", "interrupted", "name", "origin", "cache-info"
]


class Distribution(NamedTuple):
    """One installed distribution; `path` is its metadata folder (or file), absolute.

    `name` is normalized; name and version come from the folder's name, as with uv.
    `direct_url` and `cache_info` are the raw JSON of direct_url.json (PEP 610) and of uv's
    uv_cache.json, None where there is none or it cannot be read. `is_built_by_settings` tells that
    uv has recorded settings of its build (uv_build.json).
    """

    name: str
    version: str
    path: str
    kind: DistributionKind = "dist-info"
    direct_url: Mapping[str, Any] | None = None
    cache_info: Mapping[str, Any] | None = None
    tags: tuple[str, ...] = ()
    damage: tuple[Damage, ...] = ()
    broken_links: tuple[str, ...] = ()
    missing_files: tuple[str, ...] = ()
    is_built_by_settings: bool = False

    @property
    def label(self) -> str:
        """Name and version as people write them."""
        return f"{self.name} {self.version}"


class PyvenvCfg(NamedTuple):
    """pyvenv.cfg; every value as it is written, keys in lower case."""

    values: Mapping[str, str]

    @property
    def home(self) -> str:
        """The folder of the base interpreter."""
        return self.values.get("home", "")

    @property
    def version(self) -> str:
        """The Python version it was made with: uv and virtualenv say it in another key."""
        found = self.values.get("version_info") or self.values.get("version", "")
        return _plain_version(found)

    @property
    def minor(self) -> str:
        """`3.12` of the version; empty where there is none."""
        return ".".join(self.version.split(".")[:2])

    @property
    def implementation(self) -> str:
        """CPython, PyPy, GraalPy; empty where the maker did not say."""
        return self.values.get("implementation", "")

    @property
    def by_uv(self) -> bool:
        """Whether uv made it."""
        return "uv" in self.values

    @property
    def seeded(self) -> bool:
        """Whether uv was asked for pip."""
        return self.values.get("seed", "").lower() == "true"


def _plain_version(text: str) -> str:
    """`3.11.7.final.0`, as virtualenv writes it, is 3.11.7; `3.14.0.candidate.1` is 3.14.0rc1."""
    parts = text.split(".")
    if len(parts) < 5:
        return text
    stage = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(parts[3])
    return ".".join(parts[:3]) + (f"{stage}{parts[4]}" if stage else "")


EnvironmentState = Literal["missing", "empty", "file", "foreign", "incomplete", "sound"]


class Environment(NamedTuple):
    """An environment as it stands on the disk.

    `reason` says in words what is wrong with one that is not sound; `version` is the Python
    that it runs (that of its base where that is known, else pyvenv.cfg's). `made_for` is the
    other system that it was made for, empty for this one; `interpreter` its Python's path.
    `moved_from` is another folder that its scripts name;
    `is_cached` tells that uv keeps it in its cache, `is_in_the_way` that something else stands
    in its place, which uv would delete. `leads_into_cache`: its path is a link to such a one, and
    the feature is off; `is_dead_link`: its path is a link, and nothing is there. `holds` says what
    else lies in the folder, such as a project, which a replacement would take along.
    """

    path: str
    state: EnvironmentState
    reason: str = ""
    cfg: PyvenvCfg | None = None
    version: str = ""
    made_with: str = ""
    base_gone: str = ""
    made_for: str = ""
    interpreter: str = ""
    moved_from: str = ""
    is_cached: bool = False
    is_in_the_way: bool = False
    leads_into_cache: bool = False
    is_dead_link: bool = False
    holds: str = ""
    site_packages: tuple[str, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    leftovers: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def is_free_threaded(self) -> bool:
        """Whether its Python has no global lock: `lib/python3.13t/site-packages`."""
        return any("t/site-packages" in it.replace("\\", "/") for it in self.site_packages)

    def by_name(self) -> dict[str, list[Distribution]]:
        """The distributions of each name, in the order of the scan."""
        found: dict[str, list[Distribution]] = {}
        for distribution in self.distributions:
            found.setdefault(distribution.name, []).append(distribution)
        return found


class LocalSource(NamedTuple):
    """A pinned archive or source tree, and the one that was installed.

    `path` and `installed_path` are real paths, so that links and case do not matter.
    """

    path: str
    installed_path: str = ""
    unchanged: bool = False
