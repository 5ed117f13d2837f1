"""The recovery of an interrupted transaction at the start of the server."""

from __future__ import annotations

from ..errors import Refused
from ..host.own_host import own_host
from ..model.project import project_name
from ..transaction.guarded import GuardedEnvironment


def recover_interrupted_project(root: str, environment: str) -> str:
    """Complete or roll back the interrupted transaction of a project.

    Args:
        root: the root of the project, for the message.
        environment: the path of its environment.

    Returns a message on what was done. Empty if no transaction was interrupted, another process is
    at work in the environment, or the rollback is refused or not complete.

    Raises:
        OSError: as `GuardedEnvironment.recover`.
    """
    with GuardedEnvironment(own_host(), environment) as guarded:
        try:
            guarded.recover()
        except Refused:
            return ""
        return "; ".join(f"{project_name(root)}: {it}" for it in guarded.warnings)
