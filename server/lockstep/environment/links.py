"""Finds links that lead out of an environment, where an installer would change user data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set

from ..host.links import is_link
from ..model.installed import Distribution, Environment
from ..model.manifest import normalize
from .dist_info import is_inside
from .missing_files import read_record_of


def real_folder(path: str) -> str:
    """The real path of a folder; works where realpath fails, as under Wine for long paths.

    Raises:
        OSError: a link on the way cannot be resolved.
    """
    try:
        return os.path.realpath(path)
    except OSError:
        parent, name = os.path.split(path)
        if not name or is_link(path):
            raise
        return os.path.join(real_folder(parent), name)


def is_same_place(one: str, other: str) -> bool:
    """Whether two paths are one file or folder; compares real paths if one does not exist.

    Raises:
        OSError: a link on the way cannot be resolved.
    """
    try:
        return os.path.samefile(one, other)
    except OSError:
        return _comparable(one) == _comparable(other)


def _comparable(path: str) -> str:
    return os.path.normcase(real_folder(os.path.abspath(path)))


def relative_below(folder: str, root: str) -> str:
    """The path of a folder relative to the root; `.` for the root itself, empty if outside.

    Args:
        folder: a real path; links are not resolved here.
        root: a real path.
    """
    if folder == root:
        return "."
    return os.path.relpath(folder, root) if folder.startswith(root + os.sep) else ""


def seen_inside(paths: Iterable[str], root: str) -> tuple[str, ...]:
    """The paths inside an environment, relative to it; the others are left out.

    Links among their folders are resolved, but the last component is not, because a link may lead
    to user data.

    Args:
        paths: absolute paths.
        root: the real path of the environment.

    Raises:
        OSError: a link on the way cannot be resolved.
    """
    split = (os.path.split(it) for it in paths)
    found = ((relative_below(real_folder(folder), root), name) for folder, name in split)
    return tuple(os.path.normpath(os.path.join(way, name)) for way, name in found if way)


def outward_folders(distribution: Distribution, root: str) -> Iterator[str]:
    """The links among a package's folders through which an installer would delete files elsewhere.

    Args:
        distribution: the package.
        root: the real path of the environment.

    Yields absolute paths, sorted; none if the package has no RECORD.

    Raises:
        OSError: the RECORD cannot be read, or a link cannot be resolved.
    """
    above = os.path.dirname(distribution.path)
    folders = {it.rpartition("/")[0] for it in read_record_of(distribution.path)}
    for folder in sorted({way for it in folders for way in _ways(it)}):
        place = os.path.join(above, *folder.split("/"))
        if is_link(place) and not relative_below(real_folder(place), root):
            yield place


def _ways(folder: str) -> Iterator[str]:
    """A relative folder and its parents; nothing for a path with `..` or an absolute one."""
    parts = folder.split("/")
    if is_inside(folder, 0) and not {"", ".", ".."} & set(parts):
        yield from ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def planted_metadata(environment: Environment, names: Set[str], root: str) -> Iterator[str]:
    """The links that lead outside in places where an installer will write metadata.

    Args:
        environment: the environment.
        names: the normalized names of the packages that will be installed.
        root: the real path of the environment.

    Yields absolute paths.

    Raises:
        OSError: a site-packages folder cannot be listed, or a link cannot be resolved.
    """
    for packages in environment.site_packages:
        with os.scandir(packages) as entries:
            for entry in entries:
                label, _, suffix = entry.name.partition("-")
                is_named = suffix.endswith("-info") and normalize(label) in names
                is_planted = is_named and is_link(entry.path)
                if is_planted and not relative_below(real_folder(entry.path), root):
                    yield entry.path
