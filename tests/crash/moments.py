"""Moments at which a transaction is cut off, for recordings of what it leaves on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple
from unittest.mock import patch

from lockstep.aside import aside_list, rollback
from lockstep.aside.journal import Journal
from lockstep.aside.state_folder import StateFolder

from .held_host import HeldHost
from .laid_out import ROOT
from .power import PowerCut
from .scenes import SCENES, Scene, create, half_repair, half_upgrade, make_project, run_scene


class Moment(NamedTuple):
    """A scene, where it is cut off, and which of the two a recovery makes of it.

    `after_line`: the power is cut when a line with this key is in the journal; without one the
    installer is cut off in its work. `moves` are renames that still happen after that line;
    `is_committed`: everything still happens but the deletion of what was set aside.
    """

    name: str
    scene: Scene
    ends: Literal["old", "new"] = "old"
    after_line: str = ""
    moves: int = 0
    is_committed: bool = False


def _scene(name: str, install: Callable[[Path], None] | None = None) -> Scene:
    (found,) = (it for it in SCENES if it.name == name)
    return found if install is None else found._replace(install=_cut_off(install))


def _cut_off(install: Callable[[Path], None]) -> Callable[[Path], None]:
    def installing(environment: Path) -> None:
        install(environment)
        raise PowerCut

    return installing


MOMENTS = (
    Moment("packages-installing", _scene("packages-fail", half_upgrade)),
    Moment("packages-on-a-base", _scene("packages-again-fail", half_upgrade)),
    Moment("packages-held", _scene("packages-held-fail", half_upgrade)),
    Moment("broken-metadata", _scene("broken-fail", half_repair)),
    Moment("lockfile-written", _scene("packages-locked-first"), after_line="kind"),
    Moment("links-unlinked", _scene("packages"), after_line="unlinked"),
    Moment("whole-installing", _scene("whole", create)),
    Moment("whole-in-parts", _scene("whole-in-parts", create)),
    Moment("new-installing", _scene("new", create)),
    Moment("verified", _scene("packages-locked-first"), "new", after_line="is_verified"),
    Moment("whole-verified", _scene("whole"), "new", after_line="is_verified"),
    Moment("committed", _scene("packages"), "new", after_line="is_verified", is_committed=True),
    Moment("rollback-begun", _scene("packages-fail"), after_line="is_undone", moves=3),
    Moment("whole-rollback-begun", _scene("whole-fail"), after_line="is_undone", moves=1),
)


def leave_cut_off(moment: Moment, folder: Path) -> None:
    """Run the transaction of a moment on a new project in a folder, up to that moment."""
    root = folder / ROOT
    make_project(root, moment.scene)
    try:
        with _cutting(moment):
            run_scene(moment.scene, root)
    except PowerCut:
        return
    raise AssertionError(f"{moment.name} was not cut off")


@contextmanager
def _cutting(moment: Moment) -> Iterator[None]:
    """Cut the power after a line of the journal, and what still happens then."""
    host = type(moment.scene.host)
    write, rename, deletes = Journal.write, host.rename, aside_list.sweep
    left: list[int] = []

    def writing(journal: Journal, **line: Any) -> None:
        write(journal, **line)
        if moment.after_line in line:
            left.append(moment.moves)
            _cut(moment, moment.moves)

    def renaming(host: HeldHost, source: str, target: str) -> None:
        if left:
            _cut(moment, left[0])
            left[0] -= 1
        rename(host, source, target)

    def sweeping(host: HeldHost, state: StateFolder) -> tuple[str, ...]:
        if left:
            raise PowerCut
        return deletes(host, state)

    with (
        patch.object(Journal, "write", writing),
        patch.object(host, "rename", renaming),
        patch.object(rollback, "sweep", sweeping),
    ):
        yield


def _cut(moment: Moment, moves_left: int) -> None:
    if not moves_left and not moment.is_committed:
        raise PowerCut
