"""A project on Windows: real uv.exe and Lockstep run in it, and programs that hold files."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from ..patience import PATIENCE
from ..program_result import ProgramResult

if TYPE_CHECKING:
    from wine import Wine

SERVE = Path(__file__).resolve().parents[2] / "server" / "serve.py"
ISOLATED = ("-I", "-B", "-X", "utf8")

_MANIFEST = """\
[project]
name = "held"
version = "1"
requires-python = ">=3.12"
dependencies = [{dependencies}]

[tool.uv]
no-index = true
find-links = [{folders}]
"""


def windows(path: Path) -> str:
    """The Windows path; Wine maps drive Z to the root folder."""
    return str(PureWindowsPath("Z:" + path.as_posix()))


_MORE_STARTS = 2
_NOT_CONNECTED = "wine client error:0: recvmsg: Connection reset by peer"


class Sandbox:
    """One project; all its wheels are local."""

    def __init__(self, root: Path, wine: Wine) -> None:
        self.root = root
        self.wine = wine
        self.wheels = root.parent / "wheels"
        self._holders: list[subprocess.Popen[bytes]] = []
        self.wheels.mkdir(exist_ok=True)

    @property
    def environment(self) -> Path:
        """The project's environment."""
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of its executables."""
        return self.environment / "Scripts"

    @property
    def site_packages(self) -> Path:
        """The folder of its installed packages."""
        return self.environment / "Lib" / "site-packages"

    def make(self, *dependencies: str) -> None:
        """Create a project with these dependencies and sync it with uv."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.write_manifest(*dependencies)
        result = self.uv("sync")
        assert result.status == 0, result.err

    def write_manifest(self, *dependencies: str) -> None:
        """Write the manifest, with these dependencies."""
        files_of = ", ".join(f'"{it}"' for it in dependencies)
        folders = ", ".join(f'"Z:{it}"' for it in (self.wine.wheels, self.wheels))
        text = _MANIFEST.format(dependencies=files_of, folders=folders)
        (self.root / "pyproject.toml").write_text(text, encoding="utf-8")

    def uv(self, *arguments: str) -> ProgramResult:
        """Run uv.exe."""
        return self.run(self.wine.uv, *arguments)

    def lockstep(self, *arguments: str, **variables: str) -> ProgramResult:
        """Run Lockstep; the result's output is JSON."""
        command = (windows(SERVE), *arguments, "--format", "json")
        return self.run(self.wine.python, *ISOLATED, *command, **variables)

    def python(self, *arguments: str) -> ProgramResult:
        """Run the base Python, outside of the environment."""
        return self.run(self.wine.python, *ISOLATED, *arguments)

    def call_lockstep(self, module: str, function: str, *arguments: str) -> str:
        """Call a function of Lockstep with these arguments; its result as text."""
        call = f"from {module} import {function}; print({function}(*sys.argv[1:]))"
        result = self.run(self.wine.python, *with_our_modules(call), *arguments)
        assert result.status == 0, result.err
        return result.out.strip()

    def run(self, program: Path, *arguments: str, **variables: str) -> ProgramResult:
        """Run a Windows program to its end.

        Wine's server may exit while a program connects to it. Then the program was not started, so
        it is started again.
        """
        result = self._run_once(program, *arguments, **variables)
        for _ in range(_MORE_STARTS):
            if result.out or not result.err.startswith(_NOT_CONNECTED):
                break
            result = self._run_once(program, *arguments, **variables)
        return result

    def _run_once(self, program: Path, *arguments: str, **variables: str) -> ProgramResult:
        done = subprocess.run(
            (self.wine.loader, str(program), *arguments),
            cwd=self.root,
            env=self._variables(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return ProgramResult(done.returncode, done.stdout, done.stderr)

    def hold(
        self,
        program: Path,
        *arguments: str,
        cwd: Path | None = None,
        errors: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        """Start a program that runs until `close`."""
        holder = subprocess.Popen(
            (self.wine.loader, str(program), *arguments),
            cwd=cwd or self.root,
            env=self._variables(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        self._holders.append(holder)
        return holder

    def hold_script(
        self, script: str, cwd: Path | None = None, python: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """Let a Python, by default the environment's, run a script, print its pid and wait."""
        ending = "import os; print(os.getpid(), flush=True); input(); print('bye', flush=True)"
        line = f"{script}; {ending}"
        return self.hold(python or self.scripts / "python.exe", "-B", "-c", line, cwd=cwd)

    def hold_ruff(self) -> subprocess.Popen[bytes]:
        """Run ruff's language server from the environment, as editors do."""
        holder = self.hold(self.scripts / "ruff.exe", "server")
        request(holder, 1, "initialize", {"capabilities": {}})
        send(holder, method="initialized", params={})
        return holder

    def close(self) -> None:
        """Kill all holders."""
        for holder in self._holders:
            holder.kill()
            holder.communicate()
        self._holders.clear()

    def _variables(self, **more: str) -> dict[str, str]:
        kept = {it: "" for it in os.environ if it.startswith(("UV_", "LOCKSTEP_"))}
        ours = {
            "UV_PYTHON": windows(self.wine.python),
            "UV_PYTHON_DOWNLOADS": "never",
            "LOCKSTEP_HOLDER_SECONDS": "60",
            "UV_CACHE_DIR": windows(self.root.parent / "cache"),
            "WINEPATH": windows(self.wine.uv.parent),
        }
        found = self.wine.variables(**{**kept, **ours, **more})
        return {name: it for name, it in found.items() if it}


def with_our_modules(script: str) -> tuple[str, ...]:
    """The arguments for a Python to run a script that can import Lockstep."""
    server = windows(SERVE.parent)
    take = f"import sys; sys.path.insert(0, {server!r}); import launch; launch.take_own_modules()"
    return (*ISOLATED, "-c", f"{take}\n{script}")


def read_pid(holder: subprocess.Popen[bytes]) -> int:
    """The pid that a script prints, which differs from the pid on Linux."""
    assert holder.stdout is not None
    return int(holder.stdout.readline())


def still_works(holder: subprocess.Popen[bytes]) -> bool:
    """Whether a waiting script still runs its last line."""
    out, _ = holder.communicate(b"\n", timeout=PATIENCE)
    return b"bye" in out


def request(server: subprocess.Popen[bytes], number: int, method: str, params: object) -> Any:
    """Send a request to a language server; its result."""
    send(server, id=number, method=method, params=params)
    while (answer := read_message(server)).get("id") != number or "method" in answer:
        pass
    return answer["result"]


def send(server: subprocess.Popen[bytes], **message: object) -> None:
    """Send a message to a language server."""
    assert server.stdin is not None
    content = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
    server.stdin.flush()


def read_message(server: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Read the next message of a language server."""
    assert server.stdout is not None
    length = 0
    while line := server.stdout.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    message: dict[str, Any] = json.loads(server.stdout.read(length))
    return message
