"""Held files without a visible holder; the test cannot create one, so the probe is patched."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from lockstep.holders.hidden import hidden_files
from lockstep.host.own_host import own_host
from lockstep.model.holder import Holder


def test_held_files_without_a_visible_holder(tmp_path: Path) -> None:
    free, seen, hidden = (str(tmp_path / name) for name in ("free", "seen", "hidden"))
    for path in (free, seen, hidden):
        Path(path).touch()
    host = own_host()
    holder = Holder(1, "python", "python", 0.0, "mapped", (seen,))
    with patch.object(host, "is_held", lambda path, _: path != free):
        found = hidden_files(host, str(tmp_path), (free, seen, hidden, str(tmp_path)), (holder,))
    assert found == (hidden,)


def test_the_probe_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "free").touch()
    assert hidden_files(own_host(), str(tmp_path), (str(tmp_path / "free"),), ()) == ()
    assert [it.name for it in tmp_path.iterdir()] == ["free"]
