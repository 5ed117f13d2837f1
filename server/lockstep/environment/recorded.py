"""The files of a distribution: what its RECORD names, and all of its metadata folder."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Set

from ..host.files import read_bytes
from ..host.links import is_link
from ..model.installed import Distribution, Environment
from ..model.manifest import normalize
from .dist_info import is_inside
from .missing_files import read_record_of


def recorded_files(distribution: Distribution, root: str) -> Iterator[str]:
    """Paths below the real path of an environment; what lies outside is nobody's to touch.

    A RECORD may name anything, and a link in the environment may lead anywhere.
    """
    site_packages = os.path.dirname(distribution.path)
    depth = len(os.path.relpath(site_packages, root).split(os.sep))
    real_folders: dict[str, str] = {}
    for path in (*read_record_of(distribution.path), *_metadata(distribution.path)):
        if is_inside(path, depth):
            folder, name = os.path.split(os.path.normpath(os.path.join(site_packages, path)))
            if folder not in real_folders:
                real_folders[folder] = _below(real_folder(folder), root)
            if real_folders[folder]:
                yield os.path.normpath(os.path.join(real_folders[folder], name))


def seen_inside(paths: Iterable[str], root: str) -> tuple[str, ...]:
    """Paths as seen from the real path of an environment; what lies outside is left out.

    Their folders are followed and they themselves are not: a link may lead to somebody's data.
    """
    split = (os.path.split(it) for it in paths)
    found = ((_below(real_folder(folder), root), name) for folder, name in split)
    return tuple(os.path.normpath(os.path.join(below, name)) for below, name in found if below)


def sharing(
    environment: Environment, names: Container[str], files: Iterable[str], root: str
) -> frozenset[str]:
    """Other packages than these whose RECORD names one of these files (below the root) as well."""
    found: set[str] = set()
    looks: dict[str, frozenset[bytes]] = {}
    every = tuple(files)
    for it in environment.distributions:
        place = os.path.realpath(os.path.dirname(it.path))
        if place not in looks:
            looks[place] = frozenset(_as_recorded(path, place, root) for path in every)
        if looks[place] and it.name not in names and _names_one_of(looks[place], it.path):
            found.add(it.name)
    return frozenset(found)


def _as_recorded(path: str, site_packages: str, root: str) -> bytes:
    below = os.path.relpath(os.path.join(root, path), site_packages)
    return below.replace(os.sep, "/").encode("utf-8", "surrogateescape")


def _names_one_of(files: frozenset[bytes], dist_info: str) -> bool:
    """By the bytes: parsing a few hundred RECORDs takes longer than a small sync."""
    lines = (read_bytes(os.path.join(dist_info, "RECORD")) or b"").split(b"\n")
    return not files.isdisjoint([line.partition(b",")[0].strip(b'"') for line in lines])


def real_folder(path: str) -> str:
    """The real path of a folder, also where the system cannot say it, as Wine of long ones."""
    try:
        return os.path.realpath(path)
    except OSError:
        parent, name = os.path.split(path)
        if not name or is_link(path):
            raise
        return os.path.join(real_folder(parent), name)


def _below(folder: str, root: str) -> str:
    """A folder as seen from the root; empty where it lies outside."""
    if folder == root:
        return "."
    return os.path.relpath(folder, root) if folder.startswith(root + os.sep) else ""


def _metadata(path: str) -> Iterator[str]:
    """What is in the metadata folder, whether or not the RECORD knows it; or the file itself."""
    name = os.path.basename(path)
    if not os.path.isdir(path):
        yield name
        return
    for folder, _, files in os.walk(path):
        below = os.path.relpath(folder, os.path.dirname(path))
        yield from (f"{below}/{file}" for file in files)


def outward_links(distribution: Distribution, root: str) -> Iterator[str]:
    """Links in site-packages through which an installer would delete files elsewhere."""
    above = os.path.dirname(distribution.path)
    folders = {it.rpartition("/")[0] for it in read_record_of(distribution.path)}
    for folder in sorted({way for it in folders for way in _ways(it)}):
        place = os.path.join(above, *folder.split("/"))
        if is_link(place) and not _below(real_folder(place), root):
            yield place


def planted_links(environment: Environment, names: Set[str], root: str) -> Iterator[str]:
    """Links that lead outside where a package with one of these names will write its files.

    By the name of the package, which as a rule is that of its folder: what it will bring nobody
    knows before.
    """
    for packages in environment.site_packages:
        with os.scandir(packages) as entries:
            for entry in entries:
                label = normalize(entry.name.partition("-")[0])
                is_planted = label in names and is_link(entry.path)
                if is_planted and not _below(real_folder(entry.path), root):
                    yield entry.path


def _ways(folder: str) -> Iterator[str]:
    """A folder and all that it is in, as far as that is below; none of one that climbs."""
    parts = folder.split("/")
    if folder and not {"", ".", ".."} & set(parts):
        yield from ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def names_itself(distribution: Distribution) -> bool:
    """Whether a RECORD names the metadata folder that it lies in: a copied one names another."""
    folder = os.path.basename(distribution.path)
    return any(it.startswith(f"{folder}/") for it in read_record_of(distribution.path))


def strays(distribution: Distribution) -> Iterator[str]:
    """What lies in a metadata folder and is not in its RECORD; of a folder the folder alone.

    No installer removes it, nor therefore the folder, which then looks like a package in pieces.
    """
    if distribution.kind != "dist-info":
        return
    above = os.path.dirname(distribution.path)
    known = {os.path.normpath(it) for it in read_record_of(distribution.path)}
    folders = {os.path.dirname(it) for it in known}
    for folder, names, files in os.walk(distribution.path):
        below = os.path.relpath(folder, above)
        foreign = [it for it in names if not _is_in(os.path.join(below, it), folders)]
        names[:] = [it for it in names if it not in foreign]
        foreign += [it for it in files if os.path.join(below, it) not in known]
        # By the RECORD, which may not name itself, an installer knows what else is to go.
        yield from (os.path.join(folder, it) for it in foreign if it != "RECORD")


def _is_in(folder: str, folders: Iterable[str]) -> bool:
    return any(it == folder or it.startswith(folder + os.sep) for it in folders)


def unclaimed_files(environment: Environment, root: str) -> Iterator[str]:
    """Files of site-packages in whose folder, or under whose name, no RECORD has anything."""
    claimed = {
        path.replace("\\", "/").partition("/")[0]
        for distribution in environment.distributions
        for path in (
            *read_record_of(distribution.path),
            os.path.basename(distribution.path),
        )
    }
    for packages in environment.site_packages:
        place = real_folder(packages)
        for entry in os.scandir(place) if _below(place, root) else ():
            if entry.name not in claimed:
                yield from _files_of(entry, root)


def _files_of(entry: os.DirEntry[str], root: str) -> Iterator[str]:
    if not entry.is_dir(follow_symlinks=False) or is_link(entry.path):
        yield os.path.relpath(entry.path, root)
        return
    for folder, _, files in os.walk(entry.path):
        yield from (os.path.relpath(os.path.join(folder, it), root) for it in files)
