"""Shows a sync with a held file: plain uv fails, Lockstep succeeds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from demo import Demo, make_demo
from shim import build_shim, has_compiler
from tools import HOUSE, Tools, clean_variables

_WITH_RUFF = """\
[project]
name = "held"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["click>=8.1", "ruff==0.12.0"]
"""
_WITHOUT_RUFF = _WITH_RUFF.replace(', "ruff==0.12.0"', "")


def show_held(tools: Tools) -> int:
    """Run the demonstration in a temporary folder. Returns 0 if it succeeded."""
    with tempfile.TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True) as folder:
        return _demonstrate(tools, Path(folder))


def _demonstrate(tools: Tools, folder: Path) -> int:
    rules = _rules(folder)
    if rules is None:
        print("\nthe demonstration of held files needs Windows, or Linux with gcc")
        return 0
    print("\na sync while an editor runs ruff from .venv:", flush=True)
    demo = make_demo(folder / "held", tools, _WITH_RUFF)
    with _running(demo, "ruff", "server") as ruff:
        print(f"  ruff server runs, pid {ruff.pid}; ruff is removed from pyproject.toml")
        demo.manifest.write_text(_WITHOUT_RUFF, encoding="utf-8", newline="\n")
        _show(demo, "uv sync", (*tools.uv, "sync"), rules)
        lockstep = (str(tools.python), "-m", "lockstep")
        status = _show(demo, "lockstep sync --lock", (*lockstep, "sync", "--lock"), rules)
        is_alive = ruff.poll() is None
        print(f"  ruff server, pid {ruff.pid}, {'still runs' if is_alive else 'HAS ENDED'}")
    return status or int(not is_alive)


def _rules(folder: Path) -> Mapping[str, str] | None:
    """Variables with which held files cannot be deleted; None if this machine has no compiler."""
    if sys.platform == "win32":
        return {}
    if not has_compiler():
        return None
    print("\na preloaded library applies Windows' rules for held files from here on")
    return {"LD_PRELOAD": str(build_shim(folder)), "XDG_STATE_HOME": str(folder)}


@contextmanager
def _running(demo: Demo, program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the environment in the background."""
    (path,) = (demo.root / ".venv").glob(f"[bS]*/{program}*")
    quiet = subprocess.DEVNULL
    command = (str(path), *arguments)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as running:
        try:
            yield running
        finally:
            running.kill()


def _show(demo: Demo, typed: str, command: tuple[str, ...], rules: Mapping[str, str]) -> int:
    """Run a command in the demo and show its output. Returns its exit status."""
    print(f"\n$ {typed}\n", flush=True)
    variables = clean_variables(
        UV_PYTHON=sys.executable,
        UV_PYTHON_DOWNLOADS="never",
        PYTHONPATH=str(HOUSE / "server"),
        **rules,
    )
    return subprocess.run(command, cwd=demo.root, env=variables, check=False).returncode
