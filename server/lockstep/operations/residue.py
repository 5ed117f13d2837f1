"""What earlier syncs left: aside folders that are not empty, and programs that run old code."""

from __future__ import annotations

import os
from contextlib import suppress

from ..aside.aside_folder import FOLDER
from ..host.links import LINKS_ARE_HELD_TOGETHER


def may_be_left(environment: str) -> bool:
    """Whether a `.lockstep` folder is beside or in an environment, so that something may be left.

    Args:
        environment: the absolute path of the environment.
    """
    places = (os.path.dirname(environment), environment)
    return any(os.path.isdir(os.path.join(it, FOLDER)) for it in places)


def may_be_shared(environment: str) -> bool:
    """Whether a program of the environment has several hard links; always False except on Windows.

    Only Windows refuses to delete such a program while another of its links runs.

    Args:
        environment: the absolute path of the environment.
    """
    if not LINKS_ARE_HELD_TOGETHER:
        return False
    from ..holders.stale import linked_programs

    return bool(linked_programs(environment))


def is_left(environment: str) -> bool:
    """Whether aside folders of earlier transactions are on the environment's list.

    Args:
        environment: the path of the environment.

    Raises:
        OSError: the list exists, but cannot be read.
    """
    from ..aside.aside_list import aside_folders_left

    return bool(aside_folders_left(os.path.realpath(environment)))


def sweep_quietly(environment: str) -> None:
    """Delete set-aside files that are no longer in use, unless the sweep is refused.

    It is refused, for example, while another process is at work in the environment.

    Args:
        environment: the path of the environment.

    Raises:
        OSError: as `sweep_environment`.
    """
    # Imported only here: mostly there is nothing to sweep.
    from ..errors import LockstepError
    from ..host.own_host import own_host
    from ..transaction.guarded import GuardedEnvironment
    from ..transaction.without_installer import sweep_environment

    with GuardedEnvironment(own_host(), environment) as guarded, suppress(LockstepError):
        sweep_environment(guarded)
