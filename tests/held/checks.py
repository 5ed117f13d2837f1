"""Checks after a sync with held files: plain uv fails, Lockstep succeeds, nothing is left aside."""

from __future__ import annotations

from ..program_result import ProgramResult
from .sandbox import Sandbox

RUFF = "ruff==0.12.0"
OLD, NEW = "markupsafe==2.1.5", "markupsafe==3.0.2"


def check_failed(result: ProgramResult) -> None:
    """uv failed at a held file."""
    assert result.status == 2, result
    assert "os error 13" in result.err


def check_done(sandbox: Sandbox, result: ProgramResult) -> None:
    """Lockstep succeeded, and uv finds nothing left to do."""
    assert result.status == 0, result.out + result.err
    assert result.json["outcome"] == "done"
    check_in_step(sandbox)


def check_in_step(sandbox: Sandbox) -> None:
    assert sandbox.plain_uv("sync", "--check").status == 0
    report = sandbox.lockstep("check", "--files").json
    assert report["in_step"], report["findings"]


def check_swept(sandbox: Sandbox) -> None:
    """Once the holders have ended, `lockstep sweep` deletes the aside folder."""
    sandbox.close()
    result = sandbox.lockstep("sweep")
    assert result.status == 0, result.out
    assert not (sandbox.root / ".lockstep").exists()
