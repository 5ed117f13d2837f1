"""What earlier syncs left: aside folders that are still held, and programs that run old code."""

from __future__ import annotations

import os
from contextlib import suppress

from ..aside.aside_folder import FOLDER
from ..host.links import LINKS_ARE_HELD_TOGETHER


def may_be_left(environment: str) -> bool:
    """Whether something may be left of a sync; one or two looks at names, and no more."""
    places = (os.path.dirname(environment), environment)
    return any(os.path.isdir(os.path.join(it, FOLDER)) for it in places)


def may_be_shared(environment: str) -> bool:
    """Whether a program of the environment has other names, which matter here."""
    if not LINKS_ARE_HELD_TOGETHER:
        return False
    from ..holders.stale import linked_programs

    return bool(linked_programs(environment))


def is_left(environment: str) -> bool:
    """Whether aside folders of our syncs still hold something."""
    from ..aside.aside_list import aside_folders_left

    return bool(aside_folders_left(os.path.realpath(environment)))


def sweep_quietly(environment: str) -> None:
    """Delete set-aside files that are no longer in use, unless another process is at work there."""
    # Imported only here: mostly there is nothing to sweep.
    from ..errors import LockstepError
    from ..host.own_host import own_host
    from ..transaction.guarded import GuardedEnvironment
    from ..transaction.without_installer import sweep_environment

    with GuardedEnvironment(own_host(), environment) as guarded, suppress(LockstepError):
        sweep_environment(guarded)
