"""Points at which a transaction is interrupted, for recordings of what it leaves on disk."""

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
from .power import PowerCut
from .recording_format import ROOT
from .scenes import SCENES, Scene, create, half_repair, half_upgrade, make_project, run_scene


class StopPoint(NamedTuple):
    """A scene, where it is interrupted, and which project (old or new) a recovery restores.

    `after_line`: the power is cut once a line with this key is in the journal; without one, the
    installer is interrupted. `moves`: renames that still happen after that line. `is_committed`:
    all effects still happen, except the deletion of what was set aside.
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


STOP_POINTS = (
    StopPoint("packages-installing", _scene("packages-fail", half_upgrade)),
    StopPoint("packages-on-a-base", _scene("packages-again-fail", half_upgrade)),
    StopPoint("packages-held", _scene("packages-held-fail", half_upgrade)),
    StopPoint("broken-metadata", _scene("broken-fail", half_repair)),
    StopPoint("lockfile-written", _scene("packages-locked-first"), after_line="kind"),
    StopPoint("links-unlinked", _scene("packages"), after_line="unlinked"),
    StopPoint("whole-installing", _scene("whole", create)),
    StopPoint("whole-in-parts", _scene("whole-in-parts", create)),
    StopPoint("new-installing", _scene("new", create)),
    StopPoint("verified", _scene("packages-locked-first"), "new", after_line="is_verified"),
    StopPoint("whole-verified", _scene("whole"), "new", after_line="is_verified"),
    StopPoint("committed", _scene("packages"), "new", after_line="is_verified", is_committed=True),
    StopPoint("rollback-begun", _scene("packages-fail"), after_line="is_undone", moves=3),
    StopPoint("whole-rollback-begun", _scene("whole-fail"), after_line="is_undone", moves=1),
)


def leave_cut_off(stop_point: StopPoint, folder: Path) -> None:
    """Create a project in a folder, and run its transaction up to the stop point."""
    root = folder / ROOT
    make_project(root, stop_point.scene)
    try:
        with _cutting(stop_point):
            run_scene(stop_point.scene, root)
    except PowerCut:
        return
    raise AssertionError(f"{stop_point.name} was not cut off")


@contextmanager
def _cutting(stop_point: StopPoint) -> Iterator[None]:
    """Cut the power after a line of the journal and the effects that still happen."""
    host = type(stop_point.scene.host)
    write, rename, deletes = Journal.write, host.rename, aside_list.sweep
    left: list[int] = []

    def writing(journal: Journal, **line: Any) -> None:
        write(journal, **line)
        if stop_point.after_line in line:
            left.append(stop_point.moves)
            _cut(stop_point, stop_point.moves)

    def renaming(host: HeldHost, source: str, target: str) -> None:
        if left:
            _cut(stop_point, left[0])
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


def _cut(stop_point: StopPoint, moves_left: int) -> None:
    if not moves_left and not stop_point.is_committed:
        raise PowerCut
