"""What earlier syncs left: aside folders that are still held, and programs that run old code."""

from __future__ import annotations

import os

from ..aside.aside_folder import FOLDER
from ..host.links import LINKS_ARE_HELD_TOGETHER
from ..model.holder import Held


def may_be_left(environment: str) -> bool:
    """Whether something may be left of a sync; one or two looks at names, and no more."""
    places = (os.path.dirname(environment), environment)
    return any(os.path.isdir(os.path.join(it, FOLDER)) for it in places)


def may_be_shared(environment: str) -> bool:
    """Whether a program of the environment has other names, which matter here."""
    if not LINKS_ARE_HELD_TOGETHER:
        return False
    from ..sync.held import linked_programs

    return bool(linked_programs(environment))


def is_left(environment: str) -> bool:
    """Whether aside folders of our syncs still hold something."""
    return bool(_aside_folders(os.path.realpath(environment)))


def sweep_quietly(environment: str) -> None:
    """Delete what nobody holds any more, unless another program is at work there."""
    # Later than all else: almost never is there anything to sweep.
    from ..errors import LockstepError
    from ..host.own_host import own_host
    from ..sync.upkeep import sweep_environment

    try:
        sweep_environment(own_host(), environment)
    except LockstepError:
        return


def look_for_held(environment: str) -> Held:
    """Who runs what is no longer there, and where links are held together, who holds programs."""
    from ..sync.held import Look, find_held

    root = os.path.realpath(environment)
    return find_held(Look(root, _aside_folders(root), LINKS_ARE_HELD_TOGETHER))


def _aside_folders(root: str) -> tuple[str, ...]:
    from ..aside.rollback import aside_folders_left

    return aside_folders_left(root)
