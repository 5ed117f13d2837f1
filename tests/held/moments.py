"""Moments in which Lockstep has something to say: how each comes about, and what is asked for."""

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

from ..ended import Ended
from .cut_moments import CUT
from .home import Home
from .lab import LOCKSTEP
from .plain_moments import NEW, PLAIN
from .repair_moments import REPAIRS
from .test_failures import FAILURES, no_program
from .test_orphans import state_of

Moment = Callable[[Home], tuple[str, ...]]
"""Makes it come about; the arguments of the command."""


def held(home: Home, command: str) -> tuple[str, ...]:
    """A file that cannot even be renamed, with its holder."""
    file = home.site_packages / "three.py"
    home.hold("sh", "-c", f'exec 9<"{file}"; echo here; exec cat', ready=b"here\n")
    return held_by_nobody(home, command)


def held_by_nobody(home: Home, command: str) -> tuple[str, ...]:
    """The same, where the holder cannot be seen."""
    home.want(*NEW)
    home.rule(f"immovable {home.site_packages / 'three.py'}", f"immovable {home.environment}")
    return (command,)


def held_environment(home: Home, command: str) -> tuple[str, ...]:
    """Nothing of it moves."""
    home.rule(*(f"immovable {it}" for it in (home.environment, *home.environment.rglob("*"))))
    return (command,)


def closed(home: Home, folder: Path, *arguments: str) -> tuple[str, ...]:
    home.want(*NEW)
    folder.chmod(0o555)
    return arguments


def state_closed(home: Home) -> tuple[str, ...]:
    shutil.rmtree(home.state, ignore_errors=True)
    home.state.mkdir()
    return closed(home, home.state, "sync")


def guard_closed(home: Home) -> tuple[str, ...]:
    """Another user's, as after `sudo`."""
    assert home.lockstep_freely("sweep").status == 0
    (guard,) = home.state.rglob("guard")
    guard.chmod(0)
    return ("sweep",)


def right_lost(home: Home) -> tuple[str, ...]:
    """The aside folder is closed in the middle of a sync."""
    home.want(*NEW)
    closes = f'chmod 555 "{home.root / ".lockstep" / "1"}"'
    home.stand_in(f'[ "$1" = sync ] || exec "$UV" "$@"; "$UV" -q "$@"; {closes}; exit 1')
    return ("sync",)


def not_put_back_yet(home: Home) -> tuple[str, ...]:
    home.lockstep_freely(*right_lost(home))
    return ("sync",)


def pointed_elsewhere(home: Home) -> tuple[str, ...]:
    other = home.root.parent / "other"
    home.want(*NEW)
    shutil.copytree(home.environment, other, symlinks=True)
    home.environment.rename(home.root.parent / "first")
    home.environment.symlink_to(home.root.parent / "first")
    home.stand_in(f'"$UV" "$@"; [ "$1" = sync ] && ln -sfn "{other}" "{home.environment}"')
    return ("sync",)


def state_lost(home: Home) -> tuple[str, ...]:
    """The state folder is closed before a picture is written there."""
    home.want(*NEW)
    home.stand_in(f'"$UV" "$@" && chmod -R a-w "{home.state}"')
    return ("add", "five")


def only_for_others(home: Home) -> tuple[str, ...]:
    home.more += "\n[tool.uv]\nenvironments = [\"sys_platform == 'win32'\"]\n"
    home.want(*NEW)
    return ("sync",)


def twins(home: Home) -> tuple[str, ...]:
    home.more += '\n[tool.uv.workspace]\nmembers = ["one", "two"]\n'
    home.depend(*NEW)
    for name in ("one", "two"):
        (home.root / name).mkdir()
        text = '[project]\nname = "twin"\nversion = "1"\n'
        (home.root / name / "pyproject.toml").write_text(text)
    return ("sync", "--dry-run")


def slipped_in(home: Home) -> tuple[str, ...]:
    home.want(*NEW)
    slips_in = f'"$UV" pip install -q --python "{home.environment}" five'
    home.stand_in(f'[ "$1" = sync ] && {slips_in}; exec "$UV" "$@"')
    return ("sync",)


def replaced_meanwhile(home: Home) -> tuple[str, ...]:
    """Another installer was faster: it came between uv's plan and the first effect."""
    home.want(*NEW)
    config = home.environment / "pyvenv.cfg"
    slips_in = f'case " $* " in *" --dry-run "*) rm -f "{config}";; esac'
    home.stand_in(f'"$UV" "$@"; ended=$?; {slips_in}; exit $ended', also_asked=True)
    return ("sync",)


def kept_changing(home: Home) -> tuple[str, ...]:
    """Another installer changes the environment after every plan."""
    home.want(*NEW)
    there = home.environment / "share" / "five"
    place = f'--python "{home.environment}"'
    comes = f'"$UV" pip install -q {place} five && mkdir -p "{there}"'
    goes = f'"$UV" pip uninstall -q {place} five && rmdir "{there}"'
    slips_in = f'case " $* " in *" --dry-run "*) if [ -e "{there}" ]; then {goes}; else {comes}; fi'
    home.stand_in(f'"$UV" "$@"; ended=$?; {slips_in};; esac; exit $ended', also_asked=True)
    return ("sync",)


def unreadable(home: Home) -> tuple[str, ...]:
    home.want(*NEW)
    home.site_packages.chmod(0)
    return ("sync",)


MOMENTS: Mapping[str, Moment] = {
    it.__name__: it
    for it in (
        *PLAIN,
        *REPAIRS,
        state_closed,
        guard_closed,
        *CUT,
        *(right_lost, not_put_back_yet, pointed_elsewhere, slipped_in),
        *(state_lost, only_for_others, twins, replaced_meanwhile, kept_changing, unreadable),
    )
} | {
    "fails_uv_is_no_program": lambda it: (no_program(it), ("sync",))[1],  # type: ignore[func-returns-value]
    "sync_closed": lambda it: closed(it, it.site_packages / "parts", "sync"),
    "recreate_closed": lambda it: closed(it, it.environment, "recreate"),
    "delete_closed": lambda it: closed(it, it.environment, "delete"),
    "delete_in_closed": lambda it: closed(it, it.root, "delete"),
}

HELD: Mapping[str, Moment] = {
    "sync_held": lambda it: held(it, "sync"),
    "recreate_held": lambda it: held_environment(it, "recreate"),
    "delete_held": lambda it: held_environment(it, "delete"),
    "sync_held_by_nobody": lambda it: held_by_nobody(it, "sync"),
}

FAILING: Mapping[str, Moment] = {
    f"fails_{re.sub(r'[^a-z]+', '_', failure.name)}": (
        lambda home, failure=failure: (failure.spoil(home), failure.arguments)[1]  # type: ignore[misc]
    )
    for failure in FAILURES
}


def cancelled(home: Home) -> Ended:
    """Ctrl-C in the middle."""
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    process = home.start_program(*LOCKSTEP, "sync")
    home.index.wait_until_asked()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate()
    return Ended(process.returncode, out, "")


def another_sync(home: Home, _: pytest.MonkeyPatch) -> tuple[str, ...]:
    home.want(*NEW)
    guard.take_guard(PosixHost(), state_of(home))
    return ("sync",)


def an_orphan(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    home.want(*NEW)
    monkeypatch.setattr(guard, "_ORPHAN_SECONDS", 0.0)
    assert PosixHost().take_lock(state_of(home).guard, 0)
    return ("sync",)


def another_installer(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    home.want(*NEW)
    monkeypatch.setattr(waiting, "LONGEST_WAIT", 0.0)
    assert PosixHost().take_lock(str(home.environment / ".lock"), 0)
    return ("sync",)


def no_uv(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    home.want(*NEW)
    monkeypatch.setattr(find_uv, "find_program", lambda *_: "")
    return ("sync",)


def full_disk(_: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Nothing is held here, and no disk is full: a host that says so stands in."""

    def copy(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)

    monkeypatch.setattr(PosixHost, "is_held", lambda _, path, __: path.endswith("three.py"))
    monkeypatch.setattr(PosixHost, "copy", lambda _, *paths: copy(*paths))
    return ("free",)


_INSIDE = (another_sync, an_orphan, another_installer, no_uv, full_disk)
INSIDE = {it.__name__: it for it in _INSIDE}
WATCHED = {it.__name__: it for it in (cancelled,)}
