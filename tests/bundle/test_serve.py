"""The bundled language server as a process: it answers, and holds nothing in the project."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from .minimal_client import initialize, server, shut_down
from .traps import Traps

pytestmark = pytest.mark.slow


def test_it_answers_and_shuts_down(traps: Traps, python: Path) -> None:
    with server(traps, python) as process:
        answer = initialize(process, traps.folder)
        assert answer["serverInfo"]["name"] == "lockstep"
        assert shut_down(process) == 0
    assert not traps.marker.exists()


def test_it_holds_nothing_in_the_project(traps: Traps, python: Path) -> None:
    """Neither its working directory nor an open or mapped file."""
    with server(traps, python) as process:
        initialize(process, traps.folder)
        seen = psutil.Process(process.pid)
        held = [Path(seen.cwd()), *(Path(it.path) for it in seen.open_files())]
        if sys.platform != "darwin":
            held += [Path(it.path) for it in seen.memory_maps()]
    assert not [it for it in held if it.is_relative_to(traps.folder)]
