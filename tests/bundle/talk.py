"""As little of the language server protocol as it takes to ask a server who it is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .traps import ISOLATED, SERVE, Traps, variables

Talking = subprocess.Popen[bytes]


@contextmanager
def server(traps: Traps, python: Path) -> Iterator[Talking]:
    """The bundled server, started in the folder of the traps."""
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


def initialize(process: Talking, folder: Path) -> Any:
    """What the server answers to the first request of an editor that has opened a folder."""
    root: dict[str, Any] = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
    send(process, {"id": 1, "method": "initialize", "params": root})
    return receive(process)["result"]


def leave(process: Talking) -> int:
    """The exit status of a server whose editor leaves as it should."""
    send(process, {"id": 2, "method": "shutdown"})
    while "id" not in receive(process):
        pass
    send(process, {"method": "exit"})
    return int(process.wait(timeout=20))


def send(process: Talking, message: dict[str, Any]) -> None:
    assert process.stdin
    content = json.dumps({"jsonrpc": "2.0", **message}).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
    process.stdin.flush()


def receive(process: Talking) -> dict[str, Any]:
    """The next message; fails where there is none."""
    assert process.stdout
    length = 0
    while line := process.stdout.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    message: dict[str, Any] = json.loads(process.stdout.read(length))
    return message
