"""The bundled language server as a process: it answers, and nothing of it is in the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from .talk import initialize, leave, server
from .test_pythons import python, traps
from .traps import SERVE, Traps

__all__ = ["python", "traps"]
pytestmark = pytest.mark.slow


def test_it_answers_and_leaves(traps: Traps, python: Path) -> None:
    with server(traps, python) as process:
        answer = initialize(process, traps.folder)
        assert answer["serverInfo"]["name"] == "lockstep"
        assert leave(process) == 0
    assert not traps.marker.exists()


def test_nothing_of_it_is_in_the_project(traps: Traps, python: Path) -> None:
    """Neither its folder nor a file that it has open or mapped."""
    with server(traps, python) as process:
        initialize(process, traps.folder)
        held = [Path(process.cwd()), *(Path(it.path) for it in process.open_files())]
        if hasattr(process, "memory_maps"):
            held += [Path(it.path) for it in process.memory_maps()]
    assert any(it.suffix == ".so" or it.suffix == ".pyd" for it in held) or len(held) > 0
    assert not [it for it in held if it.is_relative_to(traps.folder)]
    assert held[0] != SERVE.anchor
