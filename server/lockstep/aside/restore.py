"""Back to how it was. Nothing is deleted: what is new moves aside, what was kept returns.

Every step asks the disk first, so that a restore that was cut off is begun again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from ..host.contract import Host
from ..host.links import is_link
from .picture import Entry, Picture, look_at, take_picture
from .room import Room


def restore_packages(
    host: Host,
    room: Room,
    root: str,
    before: Picture,
    aside: Mapping[str, int],
    foreign: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Let an environment be as in its picture; what could not be is told, by path.

    `foreign` is what somebody else put there meanwhile, files and their folders: it stays.
    """
    now = take_picture(root, os.path.dirname(room.path))
    new = _new_ones(before, now, foreign)
    stuck = [it for it in new if not _out(host, room, root, it)]
    changed = [it for it in sorted(before) if now.get(it) != before[it]]
    missing = [it for it in changed if not _back(host, room, root, it, before[it], aside)]
    return (*stuck, *missing)


def _new_ones(before: Picture, now: Picture, foreign: frozenset[str]) -> Iterator[str]:
    """What was not there; of a new folder the folder alone."""
    for path in sorted(now):
        parent = os.path.dirname(path)
        is_top = not parent or parent in before or parent in foreign
        if path not in before and path not in foreign and is_top:
            yield path


def _out(host: Host, room: Room, root: str, path: str) -> bool:
    return _moved(host, os.path.join(root, path), room.place(room.number()))


def _back(
    host: Host, room: Room, root: str, path: str, entry: Entry, aside: Mapping[str, int]
) -> bool:
    where = os.path.join(root, path)
    now = look_at(where)
    kept = room.place(aside[path]) if path in aside else ""
    is_kept = bool(kept) and os.path.lexists(kept)
    if now == entry and (entry.kind != "d" or not is_kept):
        return True
    if not is_kept:
        is_folder = entry.kind == "d"
        return (
            _folder_back(host, room, where, entry, now) if is_folder else _is_as_before(now, entry)
        )
    if now is not None and not _out(host, room, root, path):
        return False
    return _moved(host, kept, where)


def _folder_back(host: Host, room: Room, where: str, entry: Entry, now: Entry | None) -> bool:
    if now is not None and now.kind != "d" and not _moved(host, where, room.place(room.number())):
        return False
    if now is None or now.kind != "d":
        host.make_folder(where)
    os.chmod(where, entry.mode)
    return True


def _is_as_before(now: Entry | None, entry: Entry) -> bool:
    """A kept copy has another inode than the file had, and is the same all the same."""
    if now is None or now.kind != entry.kind or now.mode != entry.mode:
        return False
    return now.stamp.split(" ")[1:] == entry.stamp.split(" ")[1:]


def _moved(host: Host, source: str, target: str) -> bool:
    try:
        host.rename(source, target)
    except OSError:
        return False
    return True


def restore_environment(host: Host, room: Room, environment: str, number: int) -> tuple[str, ...]:
    """Let the environment that was set aside as a whole take its place again.

    Without a number there was none, and what was made since moves aside.
    """
    old = room.place(number) if number else ""
    if number and not os.path.lexists(old):
        return ()
    if os.path.lexists(environment) and not _moved(host, environment, room.place(room.number())):
        return (environment,)
    return () if not number or _moved(host, old, environment) else (environment,)


def restore_contents(
    host: Host, room: Room, environment: str, number: int, before: Picture
) -> tuple[str, ...]:
    """The same where the folder could not be moved, and its contents were."""
    return tuple(_merge_back(host, room, environment, room.place(number), before, ""))


def _merge_back(
    host: Host, room: Room, environment: str, old: str, before: Picture, folder: str
) -> Iterator[str]:
    now = os.path.join(environment, folder)
    for name in sorted(os.listdir(now)):
        where = os.path.join(now, name)
        is_room = room.path == where or room.path.startswith(where + os.sep)
        if is_room or _stays(where, os.path.join(folder, name), old, before):
            continue
        if not _moved(host, where, room.place(room.number())):
            yield where
    kept = os.path.join(old, folder)
    for name in sorted(os.listdir(kept)) if os.path.isdir(kept) else ():
        path = os.path.join(folder, name)
        if _is_folder(os.path.join(now, name)):
            yield from _merge_back(host, room, environment, old, before, path)
        elif not _moved(host, os.path.join(kept, name), os.path.join(now, name)):
            yield os.path.join(now, name)


def _stays(where: str, path: str, old: str, before: Picture) -> bool:
    """Whether something is of the old environment: it was never moved, or is a folder of it."""
    kept = os.path.join(old, path)
    if os.path.lexists(kept):
        return _is_folder(where) and _is_folder(kept)
    return before.get(path) == look_at(where)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not is_link(path)
