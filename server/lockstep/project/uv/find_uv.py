"""Finds uv: the one that the user set, else the first on PATH, but none in the workspace."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from ...errors import Refused
from ...host.programs import find_program, is_in_any_folder, is_program


def find_uv(variables: Mapping[str, str], avoid: Sequence[str], chosen: str = "") -> str:
    """The absolute path of uv: the chosen one, else the first on PATH.

    Args:
        variables: the environment variables with PATH.
        avoid: folders in which no uv is used; a `chosen` one in them is ignored.
        chosen: the path in the user's settings; may be empty.

    Raises:
        Refused: there is none, or the chosen path is not absolute or no program.
    """
    if chosen and not is_in_any_folder(chosen, avoid):
        if os.path.isabs(chosen) and is_program(chosen):
            return chosen
        what = f"the setting lockstep.uvPath names no program: {chosen}"
        raise Refused(what, "correct it, or remove it to search PATH for uv")
    found = find_program("uv", variables, avoid)
    if not found:
        hint = "install uv, or add its folder to PATH; a uv in the workspace is not used"
        raise Refused("uv was not found on PATH", hint)
    return found
