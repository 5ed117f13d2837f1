"""A minimal LSP client: start a server, initialize it, and shut it down."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..patience import PATIENCE
from .traps import ISOLATED, SERVE, Traps, variables

ServerProcess = subprocess.Popen[bytes]


@contextmanager
def server(traps: Traps, python: Path) -> Iterator[ServerProcess]:
    """Start the bundled server in the folder of the traps."""
    process = subprocess.Popen(
        (str(python), *ISOLATED, str(SERVE)),
        cwd=traps.folder,
        env=variables() | {"PYTHONPATH": str(traps.folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def initialize(process: ServerProcess, folder: Path) -> Any:
    """Send `initialize` as an editor that has opened a folder; the result."""
    root: dict[str, Any] = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
    send(process, {"id": 1, "method": "initialize", "params": root})
    return receive(process)["result"]


def shut_down(process: ServerProcess) -> int:
    """Shut a server down; its exit status."""
    send(process, {"id": 2, "method": "shutdown"})
    while "id" not in receive(process):
        pass
    send(process, {"method": "exit"})
    return int(process.wait(timeout=PATIENCE))


def send(process: ServerProcess, message: dict[str, Any]) -> None:
    assert process.stdin
    content = json.dumps({"jsonrpc": "2.0", **message}).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
    process.stdin.flush()


def receive(process: ServerProcess) -> dict[str, Any]:
    """Read the next message; fails at the end of the output."""
    assert process.stdout
    length = 0
    while line := process.stdout.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    message: dict[str, Any] = json.loads(process.stdout.read(length))
    return message
