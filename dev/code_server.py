"""Builds code-server, which is VS Code behind a browser, from npm packages into the cache."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from built import Missing, build, is_built
from npm import npm
from tools import cache_folder, clean_variables

VERSION = "4.139.1"  # VS Code 1.139.1
NODE = "24.21.0"

# The packages with native code; all others need no compiler.
_COMPILED = (
    *("@vscode/spdlog", "@vscode/native-watchdog", "@vscode/deviceid", "@vscode/fs-copyfile"),
    *("@vscode/sqlite3", "kerberos"),
)
_PROGRAMS = {"g++": "g++", "make": "make", "pkg-config": "pkg-config"}
_HEADERS = {"krb5-gssapi": "libkrb5-dev", "libsecret-1": "libsecret-1-dev"}


@dataclass(frozen=True)
class CodeServer:
    """A complete build."""

    root: Path

    @property
    def node(self) -> Path:
        return self.root / "node_modules" / _node_package() / "bin" / "node"

    @property
    def entry(self) -> Path:
        return self.package / "out" / "node" / "entry.js"

    @property
    def package(self) -> Path:
        return self.root / "node_modules" / "code-server"

    @property
    def vscode(self) -> Path:
        return self.package / "lib" / "vscode"

    def command(self, *arguments: str) -> tuple[str, ...]:
        return (str(self.node), str(self.entry), *arguments)


def ensure_code_server() -> CodeServer:
    """The build in the cache folder; built first if it does not exist.

    Raises:
        Missing: a compiler or a library is not installed.
    """
    root = cache_folder() / "code-server" / f"{VERSION}-node-{NODE}-{_node_package()}"
    if not is_built(root):
        _require_builders()
        print(f"building code-server {VERSION} in {root}, which takes two minutes", flush=True)
        build(root, _fill, is_built)
    return CodeServer(root)


def _node_package() -> str:
    """The npm package that contains Node for this machine."""
    architecture = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), "")
    if sys.platform != "linux" or not architecture:
        raise Missing(f"code-server is built only on Linux, and this is {platform.platform()}")
    return f"node-linux-{architecture}"


def _require_builders() -> None:
    missing = [package for name, package in _PROGRAMS.items() if not shutil.which(name)]
    if not missing:
        missing = [package for name, package in _HEADERS.items() if not _has_headers(name)]
    if missing:
        raise Missing(f"building code-server needs {', '.join(missing)} (Debian packages)")


def _has_headers(name: str) -> bool:
    return subprocess.run(("pkg-config", "--exists", name), check=False).returncode == 0


def _fill(root: Path) -> None:
    building = CodeServer(root)
    _install(building)
    _compile(building)


def _install(building: CodeServer) -> None:
    wanted = {"private": True, "dependencies": {"code-server": VERSION, _node_package(): NODE}}
    (building.root / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
    install = ("install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    npm(*install, cwd=building.root)
    npm(*install, "--omit=dev", cwd=building.vscode)


def _compile(building: CodeServer) -> None:
    # npm builds for the Node that runs it, which is the first one on PATH.
    path = os.pathsep.join((str(building.node.parent), os.environ.get("PATH", "")))
    npm("rebuild", *_COMPILED, cwd=building.vscode, PATH=path, **_headers_of_node())
    # A compiled module may still fail to load; that must fail the build.
    load = "for (const each of process.argv.slice(1)) require(each)"
    command = (str(building.node), "-e", load, *_COMPILED)
    subprocess.run(command, cwd=building.vscode, env=clean_variables(), check=True)


def _headers_of_node() -> dict[str, str]:
    """Use installed headers instead of a download.

    The modules use only Node-API, which does not depend on the version of Node.
    """
    home = Path(shutil.which("node") or "node").resolve().parent.parent
    has_headers = (home / "include" / "node" / "node_api.h").is_file()
    return {"npm_config_nodedir": str(home)} if has_headers else {}


if __name__ == "__main__":
    try:
        print(ensure_code_server().root)
    except Missing as missing:
        sys.exit(str(missing))
