"""A truncated journal is read up to its last complete line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.aside.journal import Journal, read_journal
from lockstep.errors import Refused


@pytest.mark.parametrize("rest", [b"", b'{"exit": ', bytes(80), bytes(80) + b"\n", b"\xff\xfe\n"])
def test_a_truncated_line_is_ignored(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "journal"
    journal = Journal(str(path))
    journal.write(begin={"environment": "/srv/demo/.venv"})
    journal.write(aside={"a.py": 1})
    journal.close()
    path.write_bytes(path.read_bytes() + rest)
    journaled = read_journal(str(path))
    assert journaled is not None
    assert (journaled.environment, dict(journaled.aside), journaled.exit) == (
        "/srv/demo/.venv",
        {"a.py": 1},
        None,
    )


@pytest.mark.parametrize("text", [b"", bytes(80), b'{"begin": '])
def test_a_journal_without_a_first_line_is_empty(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "journal").write_bytes(text)
    assert read_journal(str(tmp_path / "journal")) is None


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Its rollback needs what this version does not know."""
    journal = Journal(str(tmp_path / "journal"))
    journal.write(begin={"environment": "/srv/demo/.venv", "novelty": 1})
    journal.close()
    with pytest.raises(Refused, match="unknown entry `novelty`"):
        read_journal(str(tmp_path / "journal"))
