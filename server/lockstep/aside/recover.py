"""Ending what a sync began: the new environment stands, or the old one returns.

The same at the end of a sync that ran to its end, and after one that was cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..errors import Refused
from ..host.contract import Host
from ..host.files import read_bytes, replace_bytes
from .journal import Journal, Process, Story, read_journal
from .picture import Picture
from .restore import Restored, restore_contents, restore_environment, restore_packages
from .room import Room, sweep_room
from .state import StateFolder, rooms_path
from .texts import restore_texts

End = Callable[[Process], None]
"""Makes sure that an installer is gone."""

Foreign = Callable[[str, Picture, Sequence[str]], frozenset[str]]
"""What somebody else has put below a root since a picture, given what was planned by name."""

IsComplete = Callable[[Story, Picture], bool]
"""Whether all that was planned stands, though nobody has verified it yet."""


class Mended(NamedTuple):
    """What is lost for good: paths of packages, and paths that are of no package."""

    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


Mend = Callable[[str, tuple[str, ...]], Mended]
"""Given an aside folder to work in, puts right what was written over and is kept nowhere."""


class Recovered(NamedTuple):
    """How a sync was ended: what could not return, the rooms that stay, and words.

    What is `still_missing` may return later; what is left of `mended` will not. `abandoned` says
    why nothing was put back at all, where somebody else has decided that.
    """

    is_new: bool
    abandoned: str = ""
    still_missing: tuple[str, ...] = ()
    mended: Mended = Mended()
    still_held: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def save_picture(state: StateFolder, picture: Picture) -> None:
    """Write down how an environment was before its sync; as a whole, or not at all."""
    text = json.dumps(picture, separators=(",", ":"))
    replace_bytes(state.picture, text.encode("ascii"))


def _read_picture(state: StateFolder) -> Picture | None:
    """None where nothing was moved yet.

    Raises:
        Refused: it is damaged, and nobody else knows how the environment was.
    """
    data = read_bytes(state.picture)
    try:
        return Picture(*json.loads(data)) if data else None
    except (ValueError, TypeError) as mistake:
        what = f"{state.picture}, by which an earlier sync would be undone, cannot be read"
        raise Refused(f"{what}; delete it, and the environment stays as it is") from mistake


def recover(
    host: Host, state: StateFolder, end: End, foreign: Foreign, is_complete: IsComplete
) -> Recovered | None:
    """End a sync that was cut off; None where none was. The guard must be held."""
    story = read_journal(state.journal)
    if story is None:
        if os.path.exists(state.journal):
            os.unlink(state.journal)  # not even its first line: nothing was done
        sweep(host, state)
        return None
    if story.installer is not None and story.exit is None:
        end(story.installer)
    if story.is_new or _stands(state, story, is_complete):
        return Recovered(is_new=True, still_held=finish(host, state, story))
    return undo(host, state, story, foreign)


def _stands(state: StateFolder, story: Story, is_complete: IsComplete) -> bool:
    picture = _read_picture(state) if story.kind == "packages" else None
    return picture is not None and is_complete(story, picture)


def no_mending(_: str, lost: tuple[str, ...]) -> Mended:
    """Leave what is lost as it is."""
    return Mended(lost)


def undo(
    host: Host, state: StateFolder, story: Story, foreign: Foreign, mend: Mend = no_mending
) -> Recovered:
    """Let environment, manifest and lockfile be as they were."""
    abandoned = _abandoned(story)
    if abandoned:
        left = finish(host, state, story)
        return Recovered(is_new=False, abandoned=abandoned, still_held=left)
    stuck, lost = restore(host, state, story, foreign)
    warnings = restore_texts(state, story)
    mended = mend(story.room, lost) if lost else Mended()
    left = () if stuck else finish(host, state, story)
    ended = Recovered(is_new=False, still_missing=stuck, mended=mended)
    return ended._replace(still_held=left, warnings=warnings)


def _abandoned(story: Story) -> str:
    """Why the old environment is nobody's to put back; empty where it is ours.

    Whoever finds one half done may well delete it, and make it anew: theirs stays then.
    """
    if (story.aside or story.whole) and not os.path.isdir(story.room):
        return f"{story.room} is gone, and with it all that was set aside"
    if story.kind == "packages" and story.mark and mark_of(story.environment) != story.mark:
        return f"{story.environment} was deleted or made anew meanwhile"
    return ""


def mark_of(environment: str) -> str:
    """What tells an environment from one that was made later; empty where there is none.

    No installer writes that file but to make one. Its inode alone may be given again.
    """
    try:
        found = os.stat(os.path.join(environment, "pyvenv.cfg"))
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def restore(host: Host, state: StateFolder, story: Story, foreign: Foreign) -> Restored:
    """Let the environment alone be as it was; the paths that could not return."""
    if not story.room or not os.path.isdir(story.room):
        return Restored()
    # A number that the journal knows is never given to something else, also when it is free again.
    room = Room(story.room, max((story.whole, *story.aside.values())) + 1)
    if story.kind == "new":
        return Restored(restore_environment(host, room, story.environment, 0))
    if story.whole and not story.in_parts:
        return Restored(restore_environment(host, room, story.environment, story.whole))
    picture = _read_picture(state)
    if picture is None:
        return Restored()
    if story.whole:
        return Restored(restore_contents(host, room, story.environment, story.whole, picture))
    others = foreign(story.environment, picture, story.names)
    return restore_packages(host, room, story.environment, picture, story.aside, others)


def finish(host: Host, state: StateFolder, story: Story) -> tuple[str, ...]:
    """Nothing is to be undone any more: forget the journal, then delete what was set aside.

    The rooms that hold something all the same.
    """
    if story.room:
        _remember(state, story.room)
    os.unlink(state.journal)
    _forget_old(state)
    return sweep(host, state)


def open_journal(state: StateFolder) -> Journal:
    """A journal for a new sync; the one before was ended, and nothing may be left of it."""
    _forget_old(state)
    return Journal(state.journal)


def _forget_old(state: StateFolder) -> None:
    for name in os.listdir(state.path):
        if name == "picture.json" or name.startswith("kept-"):
            os.unlink(os.path.join(state.path, name))


def sweep(host: Host, state: StateFolder) -> tuple[str, ...]:
    """Delete what earlier syncs set aside; the rooms that still hold something."""
    rooms = _rooms(state)
    left = tuple(it for it in rooms if not sweep_room(host, it))
    if left != rooms:
        _write_rooms(state, left)
    return left


def rooms_left(environment: str) -> tuple[str, ...]:
    """The rooms of the environment at a real path that still held something at the last sweep."""
    return _listed(rooms_path(environment))


def _remember(state: StateFolder, room: str) -> None:
    rooms = _rooms(state)
    if room not in rooms:
        _write_rooms(state, (*rooms, room))


def _rooms(state: StateFolder) -> tuple[str, ...]:
    return _listed(state.rooms)


def _listed(path: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(read_bytes(path) or b"[]"))
    except ValueError:
        return ()


def _write_rooms(state: StateFolder, rooms: tuple[str, ...]) -> None:
    replace_bytes(state.rooms, json.dumps(rooms).encode("ascii"))
