"""The guard of an environment that is a link and gets another target during a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.errors import Busy
from lockstep.host.own_host import own_host
from lockstep.transaction.guarded import GuardedEnvironment


@pytest.mark.parametrize("is_taken", [False, True])
def test_another_environment_is_not_protected_by_the_guard(
    tmp_path: Path, *, is_taken: bool
) -> None:
    link = tmp_path / ".venv"
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    link.symlink_to(tmp_path / "first")
    with GuardedEnvironment(own_host(), str(link), str(tmp_path / "state")) as guarded:
        if is_taken:
            guarded.take()
        link.unlink()
        link.symlink_to(tmp_path / "second")
        with pytest.raises(Busy):
            guarded.take()
