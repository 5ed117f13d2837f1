"""Opens a project with the packaged extension, in VS Code or in code-server."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import package
from built import Missing
from chromium import find_chromium
from code_server import CodeServer, ensure_code_server
from npm import node
from tools import HOUSE, clean_variables

PICTURES = HOUSE / "build" / "screenshots"

_PATIENCE_SECONDS = 30.0

# Hide everything except the project.
_SETTINGS = {
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
}


def show(project: Path) -> int:
    """Open a project in VS Code if `code` is on PATH, else in code-server until Ctrl-C.

    Returns the exit status.
    """
    vsix = package.make_vsix()
    if code := shutil.which("code"):
        install = (code, "--install-extension", str(vsix), "--force")
        return subprocess.call(install) or subprocess.call((code, str(project)))
    try:
        with _served(project, vsix) as address:
            print(f"\nVS Code with Lockstep: {address}\nCtrl-C ends it", flush=True)
            _wait()
    except Missing as missing:
        print(f"\n{missing}\nbut `code --install-extension {vsix}` installs Lockstep in VS Code")
    return 0


def picture(project: Path) -> int:
    """Save screenshots of a project in code-server. Returns the exit status."""
    try:
        browser = find_chromium()
        with _served(project, package.make_vsix()) as address:
            script = str(HOUSE / "dev" / "pictures.mjs")
            return node(script, browser, address, str(PICTURES))
    except Missing as missing:
        sys.exit(str(missing))


def install(vsix: Path, server: CodeServer, folder: Path) -> Path:
    """Install only this extension, below a folder. Returns the folder of extensions."""
    extensions = folder / "extensions"
    places = ("--extensions-dir", str(extensions), "--user-data-dir", str(folder / "data"))
    # With its own home folder, because code-server writes a file there.
    command = server.command("--log=error", *places, "--install-extension", str(vsix))
    variables = clean_variables(HOME=str(folder))
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return extensions


@contextlib.contextmanager
def _served(project: Path, vsix: Path) -> Iterator[str]:
    """Run code-server on a project; yields its address."""
    server = ensure_code_server()
    with tempfile.TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        install(vsix, server, folder)
        _write_settings(folder / "data" / "User")
        port = _free_port()
        command = server.command(*_places(folder, port))
        silent = subprocess.DEVNULL
        variables = clean_variables()
        with subprocess.Popen(command, env=variables, stdout=silent, stderr=silent) as running:
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(address)
                yield f"{address}/?{_query(project, port)}"
            finally:
                running.terminate()


def _places(folder: Path, port: int) -> tuple[str, ...]:
    return (
        *("--bind-addr", f"127.0.0.1:{port}", "--auth", "none", "--config", f"{folder}/config"),
        *("--user-data-dir", f"{folder}/data", "--extensions-dir", f"{folder}/extensions"),
        # The user has chosen the project, so it is trusted.
        *("--disable-workspace-trust", "--disable-telemetry", "--disable-update-check"),
    )


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")


def _query(project: Path, port: int) -> str:
    """The query of the workbench's address: the folder, and the file to open."""
    manifest = f"vscode-remote://127.0.0.1:{port}{quote(str(project / 'pyproject.toml'))}"
    return urlencode({"folder": str(project), "payload": json.dumps([["openFile", manifest]])})


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _wait() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)
    # npm forwards the same Ctrl-C, which would interrupt the shutdown of the editor.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
