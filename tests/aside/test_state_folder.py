"""The state folder equals that of platformdirs, which is not imported on every platform."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from platformdirs import user_state_path

from lockstep.aside.state_folder import journal_path


@pytest.mark.parametrize("home", ["/of a user", "/of a user/", "", "relative", "/"])
@pytest.mark.parametrize(
    "state", [None, "", " ", "/state", "/state/", "relative", "~/state", " /x"]
)
def test_as_platformdirs(monkeypatch: pytest.MonkeyPatch, home: str, state: str | None) -> None:
    monkeypatch.setenv("HOME", home)
    if state is None:
        monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_STATE_HOME", state)
    theirs = user_state_path("lockstep", appauthor=False)
    (folder,) = {Path(journal_path(it)).parents[2] for it in ("/a", "/b")}
    assert os.path.normpath(folder) == os.path.normpath(theirs)
