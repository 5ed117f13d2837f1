"""The values for an environment and the packages installed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

DistributionKind = Literal["dist-info", "egg-info", "egg-link"]

Damage = Literal[
    "empty", "metadata", "record", "record-cut", "interrupted", "name", "origin", "cache-info"
]
"""What is wrong with a metadata folder: it is empty; METADATA or RECORD is missing; RECORD is
incomplete; INSTALLER is missing, which an installer writes last; name or version, direct_url.json
or uv_cache.json is invalid."""


class Distribution(NamedTuple):
    """One installed distribution.

    Attributes:
        name: its normalized name. Name and version are those in the folder's name, as in uv; what
            is not there is from PKG-INFO. With the damage "name" it is the folder's name.
        version: its version in normal form. With the damage "name" it says what is wrong.
        path: the absolute path of its metadata folder or file.
        kind: the format of its metadata.
        direct_url: the object in direct_url.json (PEP 610); None if there is none. With the damage
            "origin" it is invalid, or None because the file contains no JSON object.
        cache_info: the object in uv's uv_cache.json; None if there is none. With the damage
            "cache-info" it is invalid, or None because the file contains no JSON object.
        tags: the tags of its wheel, from WHEEL (PEP 427); empty if unknown.
        damage: what is wrong with its metadata; empty if nothing is.
        broken_links: the absolute path of WHEEL, if that is a link to a target that is gone; else
            empty.
        missing_files: files of its RECORD that are gone, relative to site-packages; at most about
            50 of them, and only if they were looked for.
        is_built_by_settings: uv has recorded build settings (uv_build.json).
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
        """Name and version for messages."""
        return f"{self.name} {self.version}"


class Clobbered(NamedTuple):
    """A file that two packages install with different contents; the last installed one wins.

    Attributes:
        path: relative to the site-packages folder of `first`, as in its RECORD.
        first, second: the packages, ordered by the paths of their metadata folders.
    """

    path: str
    first: Distribution
    second: Distribution


class PyvenvCfg(NamedTuple):
    """The settings in a pyvenv.cfg: the keys in lower case, and their values as written."""

    values: Mapping[str, str]

    @property
    def home(self) -> str:
        """The folder of the base interpreter, as written; empty if not given, or on a share."""
        return self.values.get("home", "")

    @property
    def version(self) -> str:
        """The Python version at creation; empty if not given.

        uv and virtualenv write it to `version_info`, `venv` to `version`.
        """
        found = self.values.get("version_info") or self.values.get("version", "")
        return _plain_version(found)

    @property
    def minor(self) -> str:
        """The minor version, such as `3.12`; empty if there is no version."""
        return ".".join(self.version.split(".")[:2])

    @property
    def implementation(self) -> str:
        """The implementation as written, such as CPython, PyPy or GraalPy; empty if not given."""
        return self.values.get("implementation", "")

    @property
    def by_uv(self) -> bool:
        """Whether uv created the environment."""
        return "uv" in self.values

    @property
    def seeded(self) -> bool:
        """Whether uv was asked to install pip into it (`uv venv --seed`)."""
        return self.values.get("seed", "").lower() == "true"


def _plain_version(text: str) -> str:
    """Convert virtualenv's form: `3.11.7.final.0` to 3.11.7, `3.14.0.candidate.1` to 3.14.0rc1."""
    parts = text.split(".")
    if len(parts) < 5:
        return text
    stage = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(parts[3])
    return ".".join(parts[:3]) + (f"{stage}{parts[4]}" if stage else "")


EnvironmentState = Literal["missing", "empty", "file", "foreign", "incomplete", "sound"]
"""What is at the path of an environment: nothing; an empty folder; a file; a folder that is no
environment, or could not be read; an environment that cannot be used; one that can."""


class Environment(NamedTuple):
    """An environment as it is on the disk.

    Attributes:
        path: its absolute path.
        state: whether it can be used, and if not, what is there instead.
        reason: what is wrong with an environment that is not sound; empty for a sound one.
        cfg: its pyvenv.cfg; None if it has none or is neither sound nor incomplete.
        version: the Python version of a sound one: that of its base if known, else that in
            pyvenv.cfg; may be empty.
        made_with: the Python version in pyvenv.cfg; may be empty.
        base_gone: the absolute path of its base Python, if that is gone, else empty.
        made_for: the other system that it was created for; empty for this system.
        interpreter: the absolute path of its Python; empty if it is not sound.
        moved_from: the other folder that its scripts name; empty if it was not moved.
        is_cached: uv keeps it in its cache (`centralized-project-envs`).
        is_in_the_way: something else is in its place, which uv would delete.
        leads_into_cache: its path is a link into uv's cache, although that feature is off.
        is_dead_link: its path is a link to a target that is gone.
        holds: why the folder must not be replaced as a whole, such as "it contains a project";
            empty if it may be.
        site_packages: the absolute paths of its site-packages folders.
        distributions: the installed packages; empty before a scan.
        clobbered: the files that two packages install with different contents; only if missing
            files of all packages were looked for.
        leftovers: the absolute paths of pip's `~name` folders.
        unreadable: messages on what could not be read.
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
    clobbered: tuple[Clobbered, ...] = ()
    leftovers: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def is_free_threaded(self) -> bool:
        """Whether its Python is free-threaded: `lib/python3.13t/site-packages`."""
        return any("t/site-packages" in it.replace("\\", "/") for it in self.site_packages)

    def by_name(self) -> dict[str, list[Distribution]]:
        """The distributions by name, in the order of the scan; usually one for each name."""
        found: dict[str, list[Distribution]] = {}
        for distribution in self.distributions:
            found.setdefault(distribution.name, []).append(distribution)
        return found


class LocalSource(NamedTuple):
    """A pinned archive or source tree, and the one from which the package was installed.

    Attributes:
        path: the real path of the pinned one, as `os.path.normcase` returns it.
        installed_path: that of the installed one; empty if it was not installed from a file, or
            from a share.
        unchanged: uv's cache info of the pinned one is the same as that recorded at installation.
    """

    path: str
    installed_path: str = ""
    unchanged: bool = False
