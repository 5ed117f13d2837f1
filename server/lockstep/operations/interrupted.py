"""A sync that was cut off is ended before anybody looks at its environment."""

from __future__ import annotations

import os

from ..aside.state_folder import journal_path
from ..errors import Refused
from ..host.existence import exists
from ..model.project import project_name


def recover_interrupted_project(root: str, environment: str) -> str:
    """End a sync of a project that was cut off; what happened, in words, and else nothing.

    While another program still works on the environment it is left to that program.

    Raises:
        OSError: the system refuses something.
    """
    try:
        said = recover_if_interrupted(environment)
    except Refused:
        return ""
    return "; ".join(f"{project_name(root)}: {it}" for it in said)


def recover_if_interrupted(environment: str) -> tuple[str, ...]:
    """End a sync of an environment that was cut off; what happened, in words.

    Raises:
        Refused: another program is at work, or not all of it could be put back yet.
        OSError: the system does not tell whether a journal is there.
    """
    if not exists(journal_path(os.path.realpath(environment))):
        return ()
    # Later than all else: almost never is there anything to recover.
    from ..host.own_host import own_host
    from ..transaction.without_installer import recover_environment

    return recover_environment(own_host(), environment)
