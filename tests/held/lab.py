"""A machine on which held files cannot be deleted: real uv and Lockstep under a shim."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..ended import Ended

SERVER = Path(__file__).parents[2] / "server"
UV = Path(sys.executable).with_name("uv")
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})
LOCKSTEP = (sys.executable, "-m", "lockstep")


_PASSED = """\
case " $* " in *" --dry-run "*) exec "$UV" "$@";; esac
case "$UV_PROJECT_ENVIRONMENT" in */.lockstep/*) exec "$UV" "$@";; esac
"""


class Lab:
    """One project, on a machine with the rules of Windows."""

    def __init__(self, root: Path, shim: Path) -> None:
        self.root = root
        self.rules = root.parent / "rules"
        self.state = root.parent / "state"
        self.more = ""
        self.variables: dict[str, str] = {}
        self.limits: Callable[[], None] | None = None
        self._shim = shim
        self._holders: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> Path:
        """The project's environment."""
        return self.root / ".venv"

    @property
    def site_packages(self) -> Path:
        """Where its packages are."""
        (found,) = self.environment.glob("lib/python3*/site-packages")
        return found

    def make(self, *dependencies: str, python: str = sys.executable) -> None:
        """A project with these dependencies, in step."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.depend(*dependencies)
        assert self.freely("lock").status == 0
        ended = self.freely("sync", "--python", python)
        assert ended.status == 0, ended.err

    def depend(self, *dependencies: str) -> None:
        """Let the manifest name these dependencies."""
        listed = "".join(f'    "{it}",\n' for it in dependencies)
        text = '[project]\nname = "held"\nversion = "1"\nrequires-python = ">=3.10"\n'
        (self.root / "pyproject.toml").write_text(f"{text}dependencies = [\n{listed}]\n{self.more}")

    def freely(self, *arguments: str) -> Ended:
        """Run uv as on Linux, where everything can be deleted."""
        return self._run((str(UV), *arguments), {})

    def uv(self, *arguments: str) -> Ended:
        """Run uv as on Windows."""
        return self._run((str(UV), *arguments), self._held())

    def lockstep(self, *arguments: str, **variables: str) -> Ended:
        """Run Lockstep as on Windows."""
        command = (*LOCKSTEP, *arguments, "--format", "json")
        return self._run(command, {**self._held(), **variables})

    def lockstep_freely(self, *arguments: str) -> Ended:
        """Run Lockstep as on Linux."""
        return self._run((*LOCKSTEP, *arguments, "--format", "json"), {})

    def told(self, *arguments: str) -> Ended:
        """What Lockstep tells people, as on Windows where this lab has the shim."""
        return self._run((*LOCKSTEP, *arguments), self._held() if self._shim.is_file() else {})

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Lockstep as on Linux; its outcome comes through a pipe."""
        return self.start_program(*LOCKSTEP, *arguments, "--format", "json")

    def start_program(self, *command: str) -> subprocess.Popen[str]:
        """Start a program as on Linux; what it says comes through a pipe."""
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=self.surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def stand_in(self, script: str, *, also_asked: bool = False) -> None:
        """Let Lockstep find a uv that is this shell script; `$UV` is the real one.

        Only the runs that change the environment reach the script: dry runs, and a sync into a
        scratch environment, go to the real uv, unless `also_asked`.
        """
        self._programs.mkdir(exist_ok=True)
        program = self._programs / "uv"
        passed = "" if also_asked else _PASSED
        program.write_text(f"#!/bin/sh\nUV='{UV}'\n{passed}{script}\n")
        program.chmod(0o755)

    def hold(self, *command: str, ready: bytes = b"") -> subprocess.Popen[bytes]:
        """Start a program that goes on until the end, and wait until it has said it is there."""
        pipe = subprocess.PIPE
        holder = subprocess.Popen(command, cwd=self.root, stdin=pipe, stdout=pipe)
        self._holders.append(holder)
        if ready:
            assert holder.stdout is not None
            assert holder.stdout.readline() == ready
        return holder

    def hold_import(self, module: str) -> subprocess.Popen[bytes]:
        """Let the environment's Python import a module, and stay."""
        script = f"import {module}; print('here', flush=True); input()"
        return self.hold(str(self.environment / "bin/python"), "-c", script, ready=b"here\n")

    def hold_session(self, script: str) -> subprocess.Popen[bytes]:
        """Let the environment's Python run a script, and then say what one expression is."""
        text = f"{script}; print('here', flush=True); print(eval(input()))"
        return self.hold(str(self.environment / "bin/python"), "-c", text, ready=b"here\n")

    def hold_ruff(self) -> subprocess.Popen[bytes]:
        """Let ruff's language server run out of the environment, as editors do."""
        holder = self.hold(str(self.environment / "bin/ruff"), "server")
        wait_until_mapped(holder, self.environment / "bin/ruff")
        return holder

    def rule(self, *lines: str) -> None:
        """Lay down more rules for what is held."""
        self.rules.write_text("".join(f"{it}\n" for it in lines))

    def close(self) -> None:
        """End all holders."""
        for holder in self._holders:
            holder.kill()
            if holder.stdout is not None and not holder.stdout.closed:
                holder.communicate()

    def _held(self) -> Mapping[str, str]:
        return {"LD_PRELOAD": str(self._shim), "HELD_RULES": str(self.rules)}

    @property
    def _programs(self) -> Path:
        return self.root.parent / "programs"

    def _run(self, command: Sequence[str], variables: Mapping[str, str]) -> Ended:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.surroundings(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=self.limits,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def surroundings(self, variables: Mapping[str, str] = NOTHING_MORE) -> dict[str, str]:
        """The variables of all programs here, and some more."""
        kept = {name: it for name, it in os.environ.items() if not name.startswith("UV_")}
        ours = {
            "PATH": os.pathsep.join((str(self._programs), str(UV.parent), kept["PATH"])),
            "PYTHONPATH": str(SERVER),
            "XDG_STATE_HOME": str(self.state),
            "UV_PYTHON_DOWNLOADS": "never",
        }
        kept.pop("VIRTUAL_ENV", None)
        return {**kept, **ours, **self.variables, **variables}


def wait_until_mapped(holder: subprocess.Popen[bytes], path: Path) -> None:
    """Wait until a program has become the process that it is to be: exec takes a moment."""
    while os.path.realpath(f"/proc/{holder.pid}/exe") != os.path.realpath(path):
        assert holder.poll() is None
