"""Fetches files again that an installer has overwritten and of which no copy was kept.

Nothing is reinstalled, since that would remove files that may be held: each package is unpacked in
the aside folder, and its overwritten files are moved from there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from ..aside.rollback import Refetched
from ..environment.links import outward_folders
from ..environment.overwritten import OverwrittenFile, overwritten
from ..host.cancellation import CancellationToken
from ..host.contract import Host
from ..host.existence import exists, is_file_or_link, is_folder
from ..host.stream import run_streaming
from ..installers.uv.commands import unpacking
from ..model.plan import Plan

_NEW, _OLD = "unpacked", "spoiled"


def refetch_files(
    host: Host,
    plan: Plan,
    uv: str,
    environment: str,
    aside_folder: str,
    unrecoverable: tuple[str, ...],
) -> Refetched:
    """Restore overwritten files from their packages.

    Not restored are files of no package, files of a package that is damaged or from a folder or a
    URL, and scripts that were generated for their place.

    Args:
        host: carries out the effects.
        plan: has the folder and the variables with which uv runs.
        uv: the absolute path of uv.
        environment: the path of the environment.
        aside_folder: the absolute path of the aside folder to work in.
        unrecoverable: the files, relative to the environment.

    Returns those that could not be restored, also because uv could not unpack their package.

    Raises:
        OSError: a RECORD exists, but cannot be read.
    """
    root = os.path.realpath(environment)
    found = overwritten(root, unrecoverable)
    wanted = [it for it in found.files if _can_be_repeated(it, root)]
    if not wanted:
        return Refetched(tuple(it.path for it in found.files), found.others)
    new, old = os.path.join(aside_folder, _NEW), os.path.join(aside_folder, _OLD)
    if _unpacks(plan, uv, environment, new, wanted):
        # What cannot be moved is told as what it still is.
        with suppress(OSError):
            host.make_folder(old)
            for number, it in enumerate(wanted):
                _put(host, os.path.join(root, it.path), new, os.path.join(old, str(number)), it)
    left = overwritten(root, (it.path for it in found.files)).files
    return Refetched(tuple(it.path for it in left), found.others)


def _can_be_repeated(file: OverwrittenFile, root: str) -> bool:
    """Whether a file can be taken from its package, which must be from an index.

    Nothing is written through a link, neither where the file goes nor where it comes from.
    """
    package = file.package
    is_from_index = package.direct_url is None and not package.damage
    is_inside = ".." not in file.recorded.split("/")
    return is_from_index and is_inside and not any(outward_folders(package, root))


def _unpacks(
    plan: Plan, uv: str, environment: str, folder: str, files: Iterable[OverwrittenFile]
) -> bool:
    """Whether uv has unpacked the packages; usually they are in its cache, and need no network."""
    pins = sorted({(it.package.name, it.package.version) for it in files})
    ways = [unpacking(uv, environment, folder, pins, offline=it) for it in (True, False)]
    # Not cancellable: after a cancellation this is part of the rollback.
    cancellation = CancellationToken()
    return any(
        run_streaming(it.command, plan.folder, plan.variables, lambda _: None, cancellation).status
        == 0
        for it in ways
    )


def _put(host: Host, path: str, new: str, old: str, file: OverwrittenFile) -> None:
    source = os.path.join(new, *file.recorded.split("/"))
    if is_file_or_link(source) and is_folder(os.path.dirname(path)):
        if exists(path):
            host.rename(path, old)
        host.rename(source, path)
