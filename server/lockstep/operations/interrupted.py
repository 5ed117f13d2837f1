"""The recovery of an interrupted transaction at the start of the server."""

from __future__ import annotations

from ..errors import Refused
from ..host.own_host import own_host
from ..model.project import project_name
from ..transaction.guarded import GuardedEnvironment


def recover_interrupted_project(root: str, environment: str) -> str:
    """Complete or roll back the interrupted transaction of a project; what was done, or empty.

    Nothing is done while another process is at work in the environment.

    Raises:
        OSError: the system refuses something.
    """
    with GuardedEnvironment(own_host(), environment) as guarded:
        try:
            guarded.recover()
        except Refused:
            return ""
        return "; ".join(f"{project_name(root)}: {it}" for it in guarded.warnings)
