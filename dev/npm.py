"""The npm packages of this repository, installed from package-lock.json if they are outdated."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from alone import alone
from tools import HOUSE, clean_variables

PACKAGES = HOUSE / "node_modules"

# Written last, into the folder that `npm ci` deletes first.
_STAMP = PACKAGES / ".lockstep-stamp"


def npm(*arguments: str, cwd: Path = HOUSE, **variables: str) -> None:
    """Run npm with its output streamed.

    Raises:
        CalledProcessError: it failed.
    """
    # By its full path, because on Windows it is npm.cmd.
    program = shutil.which("npm") or sys.exit("npm is not on PATH")
    subprocess.run((program, *arguments), cwd=cwd, env=clean_variables(**variables), check=True)


def ensure_packages() -> Path:
    """The folder node_modules; reinstalled first if package-lock.json has changed."""
    wanted = _wanted()
    if _stamp() != wanted:
        with alone("npm-packages"):
            _install(wanted)
    return PACKAGES


def _install(wanted: str) -> None:
    if _stamp() == wanted:
        return  # another process was faster
    print(f"installing the npm packages into {PACKAGES}", flush=True)
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    _STAMP.write_text(wanted, encoding="utf-8")


def tool(package: str, script: str) -> str:
    """The path of a script of a package, to be run by Node."""
    # Not through node_modules/.bin, which contains other files on Windows.
    return str(ensure_packages() / package / script)


def node(*arguments: str, cwd: Path = HOUSE, **variables: str) -> int:
    """Run Node with its output streamed. Returns its exit status."""
    command = (_node(), *arguments)
    return subprocess.run(
        command, cwd=cwd, env=clean_variables(**variables), check=False
    ).returncode


def node_quietly(*arguments: str, cwd: Path = HOUSE) -> int:
    """As `node`, but show its output only if it fails."""
    command = (_node(), *arguments)
    env, pipe, both = clean_variables(), subprocess.PIPE, subprocess.STDOUT
    answer = subprocess.run(command, cwd=cwd, env=env, stdout=pipe, stderr=both, check=False)
    if answer.returncode:
        print(answer.stdout.decode(errors="replace"), flush=True)
    return answer.returncode


def _node() -> str:
    return shutil.which("node") or sys.exit("node is not on PATH")


def _wanted() -> str:
    # Some packages contain native code, which does not work on another kind of machine.
    lines = (HOUSE / "package-lock.json").read_bytes().splitlines()
    machine = f"{sys.platform} {platform.machine()}".encode()
    return hashlib.sha256(b"\n".join((*lines, machine))).hexdigest() + "\n"


def _stamp() -> str:
    try:
        return _STAMP.read_text(encoding="utf-8")
    except OSError:
        return ""
