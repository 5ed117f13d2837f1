"""Cases in which Lockstep shows a message: each prepares the project and returns a command."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lockstep.host.posix.host import PosixHost
from lockstep.project.uv import find_uv
from lockstep.transaction import guard, waiting

from ..program_result import ProgramResult
from .cut_off_cases import CUT_OFF_CASES
from .demo_project import DemoProject
from .plain_cases import NEW, PLAIN_CASES
from .repair_cases import REPAIR_CASES
from .sandbox import LOCKSTEP
from .test_failures import FAILURES, no_program
from .test_orphans import state_of
from .usage_cases import USAGE_CASES

Case = Callable[[DemoProject], tuple[str, ...]]
"""Prepares the project; returns the arguments of the command to run."""


def held(demo: DemoProject, command: str) -> tuple[str, ...]:
    """A file that cannot even be renamed, and a visible holder."""
    file = demo.site_packages / "three.py"
    demo.hold("sh", "-c", f'exec 9<"{file}"; echo here; exec cat', ready=b"here\n")
    return held_by_hidden(demo, command)


def held_by_hidden(demo: DemoProject, command: str) -> tuple[str, ...]:
    """A file that cannot even be renamed, and no visible holder."""
    demo.relock(*NEW)
    demo.set_rules(f"immovable {demo.site_packages / 'three.py'}", f"immovable {demo.environment}")
    return (command,)


def held_environment(demo: DemoProject, command: str) -> tuple[str, ...]:
    """No path of the environment can be renamed."""
    demo.set_rules(*(f"immovable {it}" for it in (demo.environment, *demo.environment.rglob("*"))))
    return (command,)


def denied(demo: DemoProject, folder: Path, *arguments: str) -> tuple[str, ...]:
    demo.relock(*NEW)
    folder.chmod(0o555)
    return arguments


def state_denied(demo: DemoProject) -> tuple[str, ...]:
    shutil.rmtree(demo.state, ignore_errors=True)
    demo.state.mkdir()
    return denied(demo, demo.state, "sync")


def guard_denied(demo: DemoProject) -> tuple[str, ...]:
    """The guard file cannot be opened, as after a run with `sudo`."""
    assert demo.plain_lockstep("sweep").status == 0
    (guard,) = demo.state.rglob("guard")
    guard.chmod(0)
    return ("sweep",)


def permission_lost(demo: DemoProject) -> tuple[str, ...]:
    """The aside folder becomes read-only in the middle of a sync."""
    demo.relock(*NEW)
    closes = f'chmod 555 "{demo.root / ".lockstep" / "1"}"'
    demo.replace_uv(f'[ "$1" = sync ] || exec "$UV" "$@"; "$UV" -q "$@"; {closes}; exit 1')
    return ("sync",)


def rollback_pending(demo: DemoProject) -> tuple[str, ...]:
    demo.plain_lockstep(*permission_lost(demo))
    return ("sync",)


def link_retargeted(demo: DemoProject) -> tuple[str, ...]:
    other = demo.root.parent / "other"
    demo.relock(*NEW)
    shutil.copytree(demo.environment, other, symlinks=True)
    demo.environment.rename(demo.root.parent / "first")
    demo.environment.symlink_to(demo.root.parent / "first")
    demo.replace_uv(f'"$UV" "$@"; [ "$1" = sync ] && ln -sfn "{other}" "{demo.environment}"')
    return ("sync",)


def state_becomes_read_only(demo: DemoProject) -> tuple[str, ...]:
    """The state folder becomes read-only before the inventory is written there."""
    demo.relock(*NEW)
    demo.replace_uv(f'"$UV" "$@" && chmod -R a-w "{demo.state}"')
    return ("add", "five")


def other_platforms_only(demo: DemoProject) -> tuple[str, ...]:
    demo.manifest_tail += "\n[tool.uv]\nenvironments = [\"sys_platform == 'win32'\"]\n"
    demo.relock(*NEW)
    return ("sync",)


def duplicate_members(demo: DemoProject) -> tuple[str, ...]:
    demo.manifest_tail += '\n[tool.uv.workspace]\nmembers = ["one", "two"]\n'
    demo.write_manifest(*NEW)
    for name in ("one", "two"):
        (demo.root / name).mkdir()
        text = '[project]\nname = "twin"\nversion = "1"\n'
        (demo.root / name / "pyproject.toml").write_text(text)
    return ("sync", "--dry-run")


def changed_before_step(demo: DemoProject) -> tuple[str, ...]:
    demo.relock(*NEW)
    slips_in = f'"$UV" pip install -q --python "{demo.environment}" five'
    demo.replace_uv(f'[ "$1" = sync ] && {slips_in}; exec "$UV" "$@"')
    return ("sync",)


def changed_after_plan(demo: DemoProject) -> tuple[str, ...]:
    """Another installer removes `pyvenv.cfg` between uv's plan and the first effect."""
    demo.relock(*NEW)
    config = demo.environment / "pyvenv.cfg"
    slips_in = f'case " $* " in *" --dry-run "*) rm -f "{config}";; esac'
    demo.replace_uv(f'"$UV" "$@"; ended=$?; {slips_in}; exit $ended', also_dry_runs=True)
    return ("sync",)


def keeps_changing(demo: DemoProject) -> tuple[str, ...]:
    """Another installer changes the environment after each plan of uv."""
    demo.relock(*NEW)
    share = demo.environment / "share" / "five"
    selector = f'--python "{demo.environment}"'
    comes = f'"$UV" pip install -q {selector} five && mkdir -p "{share}"'
    goes = f'"$UV" pip uninstall -q {selector} five && rmdir "{share}"'
    slips_in = f'case " $* " in *" --dry-run "*) if [ -e "{share}" ]; then {goes}; else {comes}; fi'
    demo.replace_uv(f'"$UV" "$@"; ended=$?; {slips_in};; esac; exit $ended', also_dry_runs=True)
    return ("sync",)


def packages_unreadable(demo: DemoProject) -> tuple[str, ...]:
    demo.relock(*NEW)
    demo.site_packages.chmod(0)
    return ("sync",)


CASES: Mapping[str, Case] = {
    it.__name__: it
    for it in (
        *PLAIN_CASES,
        *USAGE_CASES,
        *REPAIR_CASES,
        state_denied,
        guard_denied,
        *CUT_OFF_CASES,
        *(permission_lost, rollback_pending, link_retargeted, changed_before_step),
        *(
            state_becomes_read_only,
            other_platforms_only,
            duplicate_members,
            changed_after_plan,
            keeps_changing,
            packages_unreadable,
        ),
    )
} | {
    "fails_uv_not_executable": lambda it: (no_program(it), ("sync",))[1],  # type: ignore[func-returns-value]
    "sync_denied": lambda it: denied(it, it.site_packages / "parts", "sync"),
    "recreate_denied": lambda it: denied(it, it.environment, "recreate"),
    "delete_denied": lambda it: denied(it, it.environment, "delete"),
    "delete_in_denied": lambda it: denied(it, it.root, "delete"),
}

HELD: Mapping[str, Case] = {
    "sync_held": lambda it: held(it, "sync"),
    "recreate_held": lambda it: held_environment(it, "recreate"),
    "delete_held": lambda it: held_environment(it, "delete"),
    "sync_hidden_holder": lambda it: held_by_hidden(it, "sync"),
}

FAILING: Mapping[str, Case] = {
    f"fails_{re.sub(r'[^a-z]+', '_', failure.name)}": (
        lambda demo, failure=failure: (failure.spoil(demo), failure.arguments)[1]  # type: ignore[misc]
    )
    for failure in FAILURES
}


def cancelled(demo: DemoProject) -> ProgramResult:
    """Send Ctrl-C while uv downloads."""
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    process = demo.start_program(*LOCKSTEP, "sync")
    demo.index.wait_until_stalled()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate()
    return ProgramResult(process.returncode, out, "")


def another_sync(demo: DemoProject, _: pytest.MonkeyPatch) -> tuple[str, ...]:
    demo.relock(*NEW)
    guard.take_guard(PosixHost(), state_of(demo))
    return ("sync",)


def orphan(demo: DemoProject, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    demo.relock(*NEW)
    monkeypatch.setattr(guard, "_ORPHAN_SECONDS", 0.0)
    assert PosixHost().take_lock(state_of(demo).guard, 0)
    return ("sync",)


def another_installer(demo: DemoProject, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    demo.relock(*NEW)
    monkeypatch.setattr(waiting, "LONGEST_WAIT", 0.0)
    assert PosixHost().take_lock(str(demo.environment / ".lock"), 0)
    return ("sync",)


def no_uv(demo: DemoProject, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    demo.relock(*NEW)
    monkeypatch.setattr(find_uv, "find_program", lambda *_: "")
    return ("sync",)


def full_disk(_: DemoProject, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """A patched host reports a held file and a full disk; neither is real."""

    def copy(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)

    monkeypatch.setattr(PosixHost, "is_held", lambda _, path, __: path.endswith("three.py"))
    monkeypatch.setattr(PosixHost, "copy", lambda _, *paths: copy(*paths))
    return ("free",)


_INSIDE = (another_sync, orphan, another_installer, no_uv, full_disk)
INSIDE = {it.__name__: it for it in _INSIDE}
WATCHED = {it.__name__: it for it in (cancelled,)}
