"""Lists the files of packages: the entries of RECORDs, and the contents of metadata folders."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator

from ..host.existence import is_folder
from ..host.files import read_bytes
from ..host.links import is_link
from ..model.installed import Distribution, Environment
from .dist_info import is_inside
from .links import real_folder, relative_below
from .missing_files import read_record_of


def recorded_files(distribution: Distribution, root: str) -> Iterator[str]:
    """The files of a package, relative to the environment; files outside of it are left out.

    They are those of its RECORD and all in its metadata folder; some may occur twice, or not exist.
    A RECORD may list any path, and a link in the environment may lead anywhere, so folders are
    resolved first.

    Args:
        distribution: the package.
        root: the real path of the environment.

    Raises:
        OSError: the RECORD or a folder cannot be read.
    """
    site_packages = os.path.dirname(distribution.path)
    depth = len(os.path.relpath(site_packages, root).split(os.sep))
    real_folders: dict[str, str] = {}
    for path in (*read_record_of(distribution.path), *_metadata(distribution.path)):
        if is_inside(path, depth):
            folder, name = os.path.split(os.path.normpath(os.path.join(site_packages, path)))
            if folder not in real_folders:
                real_folders[folder] = relative_below(real_folder(folder), root)
            if real_folders[folder]:
                yield os.path.normpath(os.path.join(real_folders[folder], name))


def packages_sharing(
    environment: Environment, names: Container[str], files: Iterable[str], root: str
) -> frozenset[str]:
    """The normalized names of other packages with a RECORD that lists one of these files as well.

    Args:
        environment: the environment.
        names: the packages that are not reported.
        files: paths relative to the environment.
        root: the real path of the environment.

    Raises:
        OSError: a RECORD exists, but cannot be read even after retries.
    """
    found: set[str] = set()
    looks: dict[str, frozenset[bytes]] = {}
    every = tuple(files)
    for it in environment.distributions if every else ():
        place = os.path.dirname(it.path)
        if place not in looks:
            real = os.path.realpath(place)
            looks[place] = frozenset(_as_recorded(path, real, root) for path in every)
        if it.name not in names and _names_one_of(looks[place], it.path):
            found.add(it.name)
    return frozenset(found)


def _as_recorded(path: str, site_packages: str, root: str) -> bytes:
    path_there = os.path.relpath(os.path.join(root, path), site_packages)
    return path_there.replace(os.sep, "/").encode("utf-8", "surrogateescape")


def _names_one_of(files: frozenset[bytes], dist_info: str) -> bool:
    """Whether the RECORD of a package lists one of the files."""
    # Compares bytes: parsing a few hundred RECORDs takes longer than a small sync.
    lines = (read_bytes(os.path.join(dist_info, "RECORD")) or b"").split(b"\n")
    return not files.isdisjoint([line.partition(b",")[0].strip(b'"') for line in lines])


def _metadata(path: str) -> Iterator[str]:
    """The contents of a metadata folder, whether recorded or not; or the file, for an egg-info.

    Raises:
        OSError: a folder cannot be listed.
    """
    name = os.path.basename(path)
    if not is_folder(path):
        yield name
        return
    for folder, _, files in os.walk(path, onerror=_raise):
        path_there = os.path.relpath(folder, os.path.dirname(path))
        yield from (f"{path_there}/{file}" for file in files)


def _raise(mistake: OSError) -> None:
    raise mistake


def names_itself(distribution: Distribution) -> bool:
    """Whether a RECORD lists files of its own metadata folder; that of a copied folder does not.

    False if there is no RECORD.

    Raises:
        OSError: the RECORD exists, but cannot be read.
    """
    folder = os.path.basename(distribution.path)
    return any(it.startswith(f"{folder}/") for it in read_record_of(distribution.path))


def unrecorded_metadata(distribution: Distribution) -> Iterator[str]:
    """The entries of a metadata folder that its RECORD does not list, as absolute paths.

    An installer does not remove them, so that the folder would stay, and look like a damaged
    package. A folder is listed without its contents. RECORD itself is never listed. Empty for
    metadata other than dist-info.

    Raises:
        OSError: the RECORD exists, but cannot be read.
    """
    if distribution.kind != "dist-info":
        return
    above = os.path.dirname(distribution.path)
    known = {os.path.normpath(it) for it in read_record_of(distribution.path)}
    folders = {os.path.dirname(it) for it in known}
    for folder, names, files in os.walk(distribution.path):
        path_there = os.path.relpath(folder, above)
        foreign = [it for it in names if not _is_in(os.path.join(path_there, it), folders)]
        # In place, so that os.walk() does not enter them.
        names[:] = [it for it in names if it not in foreign]
        foreign += [it for it in files if os.path.join(path_there, it) not in known]
        # RECORD stays, even if it does not list itself: the installer needs it for the removal.
        yield from (os.path.join(folder, it) for it in foreign if it != "RECORD")


def _is_in(folder: str, folders: Iterable[str]) -> bool:
    return any(it == folder or it.startswith(folder + os.sep) for it in folders)


def unclaimed_files(environment: Environment, root: str) -> Iterator[str]:
    """The files in site-packages that are not below a folder or file named by any RECORD.

    Site-packages outside of the environment, and folders in it that cannot be listed, are left out.

    Yields paths relative to `root`, the real path of the environment.

    Raises:
        OSError: a RECORD or a site-packages folder cannot be read.
    """
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
        for entry in os.scandir(place) if relative_below(place, root) else ():
            if entry.name not in claimed:
                yield from _files_of(entry, root)


def _files_of(entry: os.DirEntry[str], root: str) -> Iterator[str]:
    if not entry.is_dir(follow_symlinks=False) or is_link(entry.path):
        yield os.path.relpath(entry.path, root)
        return
    for folder, _, files in os.walk(entry.path):
        yield from (os.path.relpath(os.path.join(folder, it), root) for it in files)
