"""Runs all commands on a hostile project in a process of its own, under limits."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from lockstep import host
from lockstep.cli.main import main
from lockstep.errors import LockstepError, Refused
from lockstep.lsp.convert import diagnostic_of, range_of
from lockstep.lsp.hints import inlay_hints
from lockstep.lsp.hover import hover_text
from lockstep.lsp.lenses import code_lenses
from lockstep.operations import lock_answer
from lockstep.operations.assessing import preview
from lockstep.project import member_folders
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.dependencies import dependencies_of
from lockstep.project.discovery import find_projects
from lockstep.project.file_cache import FileCache
from lockstep.project.snapshot import Snapshot
from lockstep.project.uv import target_python
from tests.badinput.projects import make_project
from tests.json_schema import read_json
from tests.machines import LINUX

Spoil = Callable[[Path], None]

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--files"),
    ("verify",),
    ("holders",),
    ("sync", "--dry-run"),
    ("language server",),
)
"""What starts uv is tried in test_uv_is_spared.py."""

# C0 except tab and newline, C1, and characters that are invisible or reverse the text.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_CPU_SECONDS = 5
_WALL_SECONDS = 60
_LARGEST_KILOBYTES = 200 << 10
_ADDRESSES = 2 << 30
_PREPARING = "spoil"


class Run(NamedTuple):
    """The result of a command; `fault` is empty if it behaved correctly."""

    command: str
    status: int
    fault: str = ""


def run_all(folder: Path, spoil: Spoil, commands: tuple[tuple[str, ...], ...]) -> list[Run]:
    """The result of each command on a project that `spoil` has made hostile.

    All commands run in one child process with limits of processor time, memory and wall time. A
    command that exceeds one has a result with a fault, and later commands have none.
    """
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(read)
        _in_child(folder, spoil, commands, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as lines:
        shown = [json.loads(it) for it in lines]
    _, status, usage = os.wait4(pid, 0)
    runs = [Run(*it) for it in shown if len(it) == len(Run._fields)]
    if os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status):
        begun = [it[0] for it in shown if len(it) == 1]
        how = signal.strsignal(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else "an error"
        runs.append(Run(begun[-1] if begun else _PREPARING, -1, f"ended by: {how}"))
    elif usage.ru_maxrss > _LARGEST_KILOBYTES and sys.platform == "linux":
        runs.append(Run("all", 0, f"took {usage.ru_maxrss >> 10} MB"))
    return runs


def import_all(folder: Path) -> None:
    """Run every command once here, so that child processes start with all modules imported."""
    make_project(folder)
    for command in COMMANDS:
        _run(" ".join(command), command, folder)
    # So that no child compiles the schema.
    read_json('{"schema": 1, "error": {"code": "usage", "message": "x", "hint": ""}}')
    gc.enable()


def _in_child(
    folder: Path, spoil: Spoil, commands: tuple[tuple[str, ...], ...], write: int
) -> None:
    """Run the commands and exit; never returns, since pytest must not go on in the child."""
    status = 1
    try:
        with os.fdopen(write, "w", encoding="utf-8") as lines:
            _prepare(folder)
            spoil(folder)
            _limit()
            for command in commands:
                name = " ".join(command)
                lines.write(json.dumps([name]) + "\n")
                lines.flush()
                lines.write(json.dumps(_run(name, command, folder)) + "\n")
        status = 0
    except BaseException:  # noqa: BLE001 - printed, and the exit status reports it
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def _prepare(folder: Path) -> None:
    """Hide uv, Pythons and other processes, and set the variables of a new user.

    The limit of folders is low, since patterns of members can lead out of the project.
    """
    for name in [it for it in os.environ if it.startswith(("UV_", "XDG_", "LOCKSTEP_"))]:
        del os.environ[name]
    os.environ["HOME"] = str(folder / "home")
    target: Any = target_python
    target.find_program = lambda *_: ""
    target.pythons_on_path = lambda *_: ()
    folders: Any = member_folders
    folders._MOST_FOLDERS = 1000
    for module in (lock_answer, preview):
        asking: Any = module
        asking.find_uv = _no_uv
    system: Any = host
    system.machine = lambda: LINUX
    processes: Any = psutil
    processes.pids = lambda: [os.getpid()]


def _no_uv(*_: object) -> str:
    raise Refused("uv was not found")


def _limit() -> None:
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + _CPU_SECONDS * len(COMMANDS), used + 600))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_WALL_SECONDS)


def _run(name: str, command: tuple[str, ...], folder: Path) -> Run:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    err = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", newline="")
    status, begun = 0, time.process_time()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            if command == ("language server",):
                print(first_check(folder))
            else:
                status = main([command[0], "--project", str(folder), *command[1:]])
        except SystemExit as ended:
            status = int(ended.code or 0)
        except BaseException:  # noqa: BLE001 - any exception here is a fault
            traceback.print_exc()
            status = -1
    texts = []
    for it in (out, err):
        it.flush()
        it.seek(0)
        texts.append(it.read())
    spent = time.process_time() - begun
    slow = f"took {spent:.0f} s of processor time" if spent > _CPU_SECONDS else ""
    return Run(name, status, _fault(status, command, *texts) or slow)


def _fault(status: int, command: tuple[str, ...], out: str, err: str) -> str:
    """What is wrong with a command's result; empty if nothing is."""
    output = out + err
    if "Traceback" in output or "a bug in Lockstep" in output:
        return err[-600:]
    if status not in (0, 1, 2):
        return f"status {status}"
    found = CONTROL.search(output) if command != ("language server",) else None
    if found is not None:
        start = max(0, found.start() - 40)
        return f"{found[0]!r} in the output: {output[start : found.start() + 40]!r}"
    if status == 2 and not _message(command, out, err):
        return "status 2 without a message"
    if status == 1 and command[0] in ("check", "verify") and not out.strip():
        return "status 1 without a finding"
    return ""


def _message(command: tuple[str, ...], out: str, err: str) -> str:
    """The message of a command that could not run; as JSON it is in the only object."""
    if "json" in command:
        return "" if err else str((read_json(out)["error"] or {}).get("message", ""))
    return err if "lockstep" in err else ""


def first_check(folder: Path) -> str:
    """All that the language server makes of an untrusted folder, without its threads."""
    shown: list[object] = []
    variables = dict(os.environ)
    for root in find_projects(str(folder), variables, FileCache()):
        try:
            checked = Checker(variables, trusted=False).check(CheckRequest(root))
        except LockstepError as mistake:
            shown.append(mistake.message)
            continue
        snapshot = Snapshot(root, 1, *checked)
        shown += [diagnostic_of(it, "") for it in checked.report.findings]
        for member in snapshot.view.project.members:
            path, lines = member.manifest_path, member.manifest.lines
            everything = range_of(lines.range(lines.line_span(0)._replace(end=len(lines.text))))
            shown += inlay_hints(snapshot, path, everything)
            shown += code_lenses(snapshot, path, trusted=False)
            shown += [hover_text(snapshot, it) for it in dependencies_of(snapshot, path)]
    return json.dumps([str(it) for it in shown])
