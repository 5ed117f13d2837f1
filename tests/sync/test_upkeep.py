"""The guard of an environment whose state folder is not wholly ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.aside.state import state_folder
from lockstep.errors import Refused
from lockstep.host.effects import own_host
from lockstep.sync.upkeep import sweep_environment
from tests.environments import make_environment


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("lockstep.aside.state._place", lambda *_: str(tmp_path / "state"))
    make_environment(tmp_path / ".venv")
    return tmp_path / ".venv"


def test_a_guard_whose_owner_cannot_be_written_is_let_go(environment: Path) -> None:
    state = state_folder(str(environment))
    owner = Path(state.path) / "owner.json"
    owner.mkdir()
    with pytest.raises(Refused, match="no journal can be kept"):
        sweep_environment(own_host(), str(environment))
    owner.rmdir()
    sweep_environment(own_host(), str(environment))
