"""What lies in an environment, and what leads out of it: links may lead to somebody's data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set

from ..host.links import is_link
from ..model.installed import Distribution, Environment
from ..model.manifest import normalize
from .dist_info import is_inside
from .missing_files import read_record_of


def real_folder(path: str) -> str:
    """The real path of a folder, also where the system cannot say it, as Wine of long ones."""
    try:
        return os.path.realpath(path)
    except OSError:
        parent, name = os.path.split(path)
        if not name or is_link(path):
            raise
        return os.path.join(real_folder(parent), name)


def is_same_place(one: str, other: str) -> bool:
    """Whether two paths lead to one file or folder, or would if it were there."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return _comparable(one) == _comparable(other)


def _comparable(path: str) -> str:
    return os.path.normcase(real_folder(os.path.abspath(path)))


def relative_below(folder: str, root: str) -> str:
    """A folder as seen from the root; empty where it lies outside."""
    if folder == root:
        return "."
    return os.path.relpath(folder, root) if folder.startswith(root + os.sep) else ""


def seen_inside(paths: Iterable[str], root: str) -> tuple[str, ...]:
    """Paths as seen from the real path of an environment; what lies outside is left out.

    Their folders are followed and they themselves are not: a link may lead to somebody's data.
    """
    split = (os.path.split(it) for it in paths)
    found = ((relative_below(real_folder(folder), root), name) for folder, name in split)
    return tuple(os.path.normpath(os.path.join(way, name)) for way, name in found if way)


def outward_folders(distribution: Distribution, root: str) -> Iterator[str]:
    """Links in site-packages through which an installer would delete files elsewhere."""
    above = os.path.dirname(distribution.path)
    folders = {it.rpartition("/")[0] for it in read_record_of(distribution.path)}
    for folder in sorted({way for it in folders for way in _ways(it)}):
        place = os.path.join(above, *folder.split("/"))
        if is_link(place) and not relative_below(real_folder(place), root):
            yield place


def _ways(folder: str) -> Iterator[str]:
    """A folder and all that it is in, as far as that is below; none of one that climbs."""
    parts = folder.split("/")
    if is_inside(folder, 0) and not {"", ".", ".."} & set(parts):
        yield from ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def planted_metadata(environment: Environment, names: Set[str], root: str) -> Iterator[str]:
    """Links that lead outside where a package with one of these names will write its metadata."""
    for packages in environment.site_packages:
        with os.scandir(packages) as entries:
            for entry in entries:
                label, _, suffix = entry.name.partition("-")
                is_named = suffix.endswith("-info") and normalize(label) in names
                is_planted = is_named and is_link(entry.path)
                if is_planted and not relative_below(real_folder(entry.path), root):
                    yield entry.path
