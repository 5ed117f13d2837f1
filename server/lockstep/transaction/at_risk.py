"""Finds what an installer may overwrite, and the links through which it may write.

The files of a package are unknown until it is installed, so that everything at risk is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..aside.inventory import Inventory
from ..aside.saved_names import SavedNames
from ..environment.dist_info import read_record
from ..environment.links import real_folder, relative_below
from ..environment.missing_files import read_record_of
from ..host.file_stamps import LINK, is_file, is_link_stamp
from ..host.files import read_bytes

_SCRIPTS = ("bin", "Scripts")
_PYTHONS = ("python", "pypy", "graalpy")
# Files of the environment itself, which no installer writes. They are not kept: on Windows a hard
# link of its Python would be held together with the Python.
_ITS_OWN = (*_PYTHONS, "activate", "deactivate", "pydoc")
_PACKAGES = ("site-packages", "dist-packages")
_RECORDED = ".dist-info"
_METADATA = (_RECORDED, ".egg-info", ".egg-link")


def unclaimed_in_inventory(inventory: Inventory, root: str) -> Iterator[str]:
    """The files beside packages, and the scripts, that no RECORD claims.

    A RECORD claims the first folder or file of each path in it. What an incomplete uninstallation
    has left, for example, is not claimed. Files of the environment itself, such as `bin/activate`
    and its Python, are left out.

    Args:
        inventory: the inventory of the environment.
        root: the real path of the environment.

    Yields paths relative to the environment.

    Raises:
        OSError: a RECORD exists, but cannot be read.
    """
    claimed = frozenset(_claimed(inventory, root))
    places = (it for it in inventory.folders if it.endswith(_PACKAGES) or it in _SCRIPTS)
    tops = [os.path.join(place, name) for place in places for name in inventory.folders[place]]
    left = [it for it in tops if it not in claimed and not _is_its_own(it)]
    yield from (it for it in left if is_file(inventory.get(it) or ""))
    folders = tuple(os.path.join(it, "") for it in left if it in inventory.folders)
    for folder, names in inventory.folders.items() if folders else ():
        if os.path.join(folder, "").startswith(folders):
            yield from (os.path.join(folder, name) for name, it in names.items() if is_file(it))


def changed_at(inventory: Inventory, root: str) -> dict[str, int]:
    """The mtime of each folder that contains packages or scripts, in epoch nanoseconds.

    The time changes when a package or script is added or removed; -1 if it cannot be read.

    Args:
        inventory: has the folders.
        root: the real path of the environment.

    Returns the times by the path of the folder relative to the environment.
    """
    folders = (it for it in inventory.folders if it.endswith(_PACKAGES) or it in _SCRIPTS)
    return {it: _time_of(os.path.join(root, it)) for it in folders}


def _time_of(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return -1


def _is_its_own(path: str) -> bool:
    folder, name = os.path.split(path)
    return folder in _SCRIPTS and name.lower().startswith(_ITS_OWN)


def _claimed(inventory: Inventory, root: str) -> Iterator[str]:
    """The first folder or file of each path in a RECORD, and every metadata folder."""
    for folder in inventory.folders:
        if _is_metadata(folder):
            yield folder
            place = os.path.dirname(folder)
            named = _first_names(read_bytes(os.path.join(root, folder, "RECORD")) or b"")
            yield from (_below(place, it.decode("utf-8", "replace")) for it in named)


def _below(place: str, name: str) -> str:
    path = f"{place}{os.sep}{name}"
    # There are some thousand names, nearly all of them in normal form.
    return os.path.normpath(path) if "/" in name or "\\" in name else path


def _first_names(record: bytes) -> Iterator[bytes]:
    """The first segment of each path in a RECORD; the whole path if it begins with `..`.

    A RECORD without quotes is not parsed: for a few hundred RECORDs that takes longer than a sync.
    """
    is_quoted = b'"' in record
    if is_quoted:
        lines = [it.encode() for it in read_record(record.decode("utf-8", "replace"))]
    else:
        lines = record.split(b"\n")
    for part in {line.partition(b"/")[0] for line in lines}:
        found = [it for it in lines if it.startswith(b"../")] if part == b".." else [part]
        # Without a quoted field a path ends at the first comma; what `read_record` gives is whole.
        yield from found if is_quoted else (it.partition(b",")[0] for it in found)


def _is_metadata(folder: str) -> bool:
    return folder.endswith(_RECORDED) and os.path.dirname(folder).endswith(_PACKAGES)


def outward_in_inventory(inventory: Inventory, root: str) -> tuple[str, ...]:
    """The links that lead out of the environment, and must not be there while an installer runs.

    A link with a target that cannot be resolved counts too. Three kinds are left out: links to
    files in uv's cache that a RECORD names, which uv made; metadata, which an installer reads to
    find what is installed; and the environment's Python.

    Args:
        inventory: the inventory of the environment.
        root: the real path of the environment.

    Returns paths relative to the environment, sorted.

    Raises:
        OSError: a RECORD exists, but cannot be read; or a link above a missing target cannot be
            resolved.
    """
    leads = {it: _target(os.path.join(root, it)) for it in _links(inventory)}
    found = {it for it, target in leads.items() if not relative_below(target, root)}
    own = {it for it in found if _is_in_cache(leads[it])}
    return tuple(sorted(found - own.intersection(_recorded(inventory, root) if own else ())))


def _target(link: str) -> str:
    """The target of a link; empty if it cannot be read, which counts as outside."""
    try:
        return os.path.realpath(link, strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return real_folder(link)
    except OSError:
        return ""


def _links(inventory: Inventory) -> Iterator[str]:
    for folder, names in inventory.folders.items():
        # Most folders have no links, and their entries need not be parsed.
        if isinstance(names, SavedNames) and not names.mentions(LINK):
            continue
        # On POSIX the stamp of a file is a number, which spares most of some ten thousand calls.
        others = (it for it in names.items() if isinstance(it[1], str))
        linked = [name for name, stamp in others if is_link_stamp(stamp)]
        for name in linked:
            is_python = folder in _SCRIPTS and name.startswith(_PYTHONS)
            is_metadata = name.endswith(_METADATA) or folder.endswith(_METADATA)
            if not is_python and not is_metadata:
                yield os.path.join(folder, name)


def _is_in_cache(path: str) -> bool:
    """Whether a path is a file in uv's cache of unpacked wheels (`uv-cache/src/lib.rs`).

    In the link mode `symlink` uv links single files, never folders.
    """
    return os.path.isfile(path) and any(it.startswith("archive-v") for it in path.split(os.sep))


def _recorded(inventory: Inventory, root: str) -> Iterator[str]:
    for folder in inventory.folders:
        if _is_metadata(folder):
            place = os.path.dirname(folder)
            record = read_record_of(os.path.join(root, folder))
            yield from (os.path.normpath(os.path.join(place, it)) for it in record)
