"""A project in which held files cannot be deleted: real uv and Lockstep run under a shim."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..program_result import ProgramResult

SERVER = Path(__file__).parents[2] / "server"
UV = Path(sys.executable).with_name("uv")
NO_VARIABLES: Mapping[str, str] = MappingProxyType({})
LOCKSTEP = (sys.executable, "-m", "lockstep")


_PASS_THROUGH = """\
case " $* " in *" --dry-run "*) exec "$UV" "$@";; esac
case "$UV_PROJECT_ENVIRONMENT" in */.lockstep/*) exec "$UV" "$@";; esac
"""


class Sandbox:
    """One project, on which uv and Lockstep run under Windows' rules for held files.

    `root` is the project's folder; `shim` is the library built from `shim.c`. Its rules, and the
    state folder of Lockstep, lie beside the project. `manifest_tail` is added to each manifest,
    `variables` to each process.
    """

    def __init__(self, root: Path, shim: Path) -> None:
        self.root = root
        self.rules = root.parent / "rules"
        self.state = root.parent / "state"
        self.manifest_tail = ""
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
        """The folder of its installed packages."""
        (found,) = self.environment.glob("lib/python3*/site-packages")
        return found

    def make(self, *dependencies: str, python: str = sys.executable) -> None:
        """Create a project with these dependencies and sync it with uv."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.write_manifest(*dependencies)
        assert self.plain_uv("lock").status == 0
        result = self.plain_uv("sync", "--python", python)
        assert result.status == 0, result.err

    def write_manifest(self, *dependencies: str) -> None:
        """Write the manifest, with these dependencies."""
        listed = "".join(f'    "{it}",\n' for it in dependencies)
        text = '[project]\nname = "held"\nversion = "1"\nrequires-python = ">=3.10"\n'
        (self.root / "pyproject.toml").write_text(
            f"{text}dependencies = [\n{listed}]\n{self.manifest_tail}"
        )

    def plain_uv(self, *arguments: str) -> ProgramResult:
        """Run uv without the shim: everything can be deleted."""
        return self._run((str(UV), *arguments), {})

    def uv(self, *arguments: str) -> ProgramResult:
        """Run uv under the shim, so with Windows' rules."""
        return self._run((str(UV), *arguments), self._held())

    def lockstep(self, *arguments: str, **variables: str) -> ProgramResult:
        """Run Lockstep under the shim; the result's output is JSON."""
        command = (*LOCKSTEP, *arguments, "--format", "json")
        return self._run(command, {**self._held(), **variables})

    def plain_lockstep(self, *arguments: str) -> ProgramResult:
        """Run Lockstep without the shim; the result's output is JSON."""
        return self._run((*LOCKSTEP, *arguments, "--format", "json"), {})

    def lockstep_text(self, *arguments: str) -> ProgramResult:
        """Run Lockstep with text output, under the shim if there is one."""
        return self._run((*LOCKSTEP, *arguments), self._held() if self._shim.is_file() else {})

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Lockstep without the shim; its JSON output comes through a pipe."""
        return self.start_program(*LOCKSTEP, *arguments, "--format", "json")

    def start_program(self, *command: str) -> subprocess.Popen[str]:
        """Start a program without the shim; stdout and stderr come through one pipe."""
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=self.process_variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def replace_uv(self, script: str, *, also_dry_runs: bool = False) -> None:
        """Make Lockstep find this shell script as uv; in it, `$UV` is the real uv.

        Only runs that change the environment reach the script. Dry runs, and syncs into a scratch
        environment, go to the real uv, unless `also_dry_runs`.
        """
        self._programs.mkdir(exist_ok=True)
        program = self._programs / "uv"
        passed = "" if also_dry_runs else _PASS_THROUGH
        program.write_text(f"#!/bin/sh\nUV='{UV}'\n{passed}{script}\n")
        program.chmod(0o755)

    def hold(self, *command: str, ready: bytes = b"") -> subprocess.Popen[bytes]:
        """Start a program that runs until `close`; wait until it has written the line `ready`."""
        pipe = subprocess.PIPE
        holder = subprocess.Popen(command, cwd=self.root, stdin=pipe, stdout=pipe)
        self._holders.append(holder)
        if ready:
            assert holder.stdout is not None
            assert holder.stdout.readline() == ready
        return holder

    def hold_import(self, module: str) -> subprocess.Popen[bytes]:
        """Let the environment's Python import a module, then wait."""
        script = f"import {module}; print('here', flush=True); input()"
        return self.hold(str(self.environment / "bin/python"), "-c", script, ready=b"here\n")

    def hold_session(self, script: str) -> subprocess.Popen[bytes]:
        """Let the environment's Python run a script, then evaluate one expression from stdin."""
        text = f"{script}; print('here', flush=True); print(eval(input()))"
        return self.hold(str(self.environment / "bin/python"), "-c", text, ready=b"here\n")

    def hold_ruff(self) -> subprocess.Popen[bytes]:
        """Run ruff's language server out of the environment, as editors do."""
        holder = self.hold(str(self.environment / "bin/ruff"), "server")
        wait_until_mapped(holder, self.environment / "bin/ruff")
        return holder

    def set_rules(self, *lines: str) -> None:
        """Write the file of extra rules that `shim.c` describes."""
        self.rules.write_text("".join(f"{it}\n" for it in lines))

    def close(self) -> None:
        """Kill all holders."""
        for holder in self._holders:
            holder.kill()
            if holder.stdout is not None and not holder.stdout.closed:
                holder.communicate()

    def _held(self) -> Mapping[str, str]:
        return {"LD_PRELOAD": str(self._shim), "HELD_RULES": str(self.rules)}

    @property
    def _programs(self) -> Path:
        return self.root.parent / "programs"

    def _run(self, command: Sequence[str], variables: Mapping[str, str]) -> ProgramResult:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.process_variables(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=self.limits,
        )
        return ProgramResult(done.returncode, done.stdout, done.stderr)

    def process_variables(self, variables: Mapping[str, str] = NO_VARIABLES) -> dict[str, str]:
        """The variables of a process: ours, the sandbox's, and the given ones."""
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
    """Wait until the started process has called exec, so that it runs this program."""
    while os.path.realpath(f"/proc/{holder.pid}/exe") != os.path.realpath(path):
        assert holder.poll() is None
