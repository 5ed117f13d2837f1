"""What a held file comes to: plain uv fails, Lockstep does it, and afterwards nothing is left."""

from __future__ import annotations

from ..ended import Ended
from .lab import Lab

RUFF = "ruff==0.12.0"
OLD, NEW = "markupsafe==2.1.5", "markupsafe==3.0.2"


def check_failed(ended: Ended) -> None:
    """uv stopped at a held file."""
    assert ended.status == 2, ended
    assert "os error 13" in ended.err


def check_done(lab: Lab, ended: Ended) -> None:
    """Lockstep did it, and uv has nothing left to do."""
    assert ended.status == 0, ended.out + ended.err
    assert ended.json["outcome"] == "done"
    check_in_step(lab)


def check_in_step(lab: Lab) -> None:
    assert lab.freely("sync", "--check").status == 0
    report = lab.lockstep("check", "--files").json
    assert report["in_step"], report["findings"]


def check_swept(lab: Lab) -> None:
    """When nobody holds it any more, the next command deletes what was aside."""
    lab.close()
    ended = lab.lockstep("sweep")
    assert ended.status == 0, ended.out
    assert not (lab.root / ".lockstep").exists()
