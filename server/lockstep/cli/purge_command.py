"""`lockstep purge`: lists what Lockstep has left on this machine, and deletes it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from ..host.own_host import own_host
from ..host.places import state_root
from ..model.text import plain_line
from ..transaction.purge import Folder, Remnant, delete_root, find_remnants, purge
from .output import write, write_json

_DONE, _KEPT = 0, 1
_UNITS = ("B", "kB", "MB", "GB", "TB")


def run_purge(options: argparse.Namespace) -> int:
    """List what Lockstep has left on this machine, and with `--yes` delete it.

    Returns the exit status: 1 if something was not deleted with `--yes`, else 0.

    Raises:
        Unreadable: as `find_remnants`.
    """
    found = find_remnants()
    if options.yes:
        host = own_host()
        found = tuple(purge(host, it) for it in found)
        delete_root(host)
    is_kept = options.yes and any(it.kept for it in found)
    if options.format == "json":
        write_json(_object(found, options))
    elif not options.quiet or is_kept:
        write("\n".join(_lines(found, is_deleting=options.yes)))
    return _KEPT if is_kept else _DONE


def _lines(found: Sequence[Remnant], *, is_deleting: bool) -> Iterator[str]:
    if not found:
        yield f"Lockstep has left nothing on this machine (looked in {plain_line(state_root())})"
        return
    for remnant in found:
        name = plain_line(remnant.environment) or "an unknown environment"
        yield f"{name} (does not exist any more)" if remnant.is_gone else name
        sizes = [_size(it.size) for it in remnant.folders]
        width = max(len(it) for it in sizes)
        for folder, size in zip(remnant.folders, sizes, strict=True):
            deleted = "  deleted" if folder.is_deleted else ""
            yield f"  {size:>{width}}  {plain_line(folder.path)}{deleted}"
        if remnant.kept:
            yield f"  {'kept' if is_deleting else 'to be kept'}: {plain_line(remnant.kept)}"
    yield ""
    yield from _summary(found, is_deleting=is_deleting)


def _summary(found: Sequence[Remnant], *, is_deleting: bool) -> Iterator[str]:
    folders = [it for remnant in found for it in remnant.folders]
    deleted = [it for it in folders if it.is_deleted]
    total = _size(sum(it.size for it in (deleted if is_deleting else folders)))
    if is_deleting:
        yield f"deleted {len(deleted)} of {_count(len(folders))}, {total}"
        return
    yield f"{_count(len(folders))}, {total}; nothing was deleted"
    if not all(it.kept for it in found):
        yield "  `lockstep purge --yes` deletes them"


def _count(number: int) -> str:
    return f"{number} folder{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    """A size in bytes as text: at most three digits and a decimal unit, such as `1.5 MB`."""
    size, unit = float(number), 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.3g} {_UNITS[unit]}"


def _object(found: Sequence[Remnant], options: argparse.Namespace) -> dict[str, Any]:
    return {
        "schema": 1,
        "state": state_root(),
        "delete": options.yes,
        "environments": [
            {
                "environment": it.environment or None,
                "gone": it.is_gone,
                "state_folder": _folder_object(it.state),
                "aside_folders": [_folder_object(each) for each in it.aside],
                "kept": it.kept or None,
            }
            for it in found
        ],
    }


def _folder_object(folder: Folder) -> dict[str, Any]:
    return {"path": folder.path, "size": folder.size, "deleted": folder.is_deleted}
