"""As little of the language server protocol as it takes to ask a server who it is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psutil

from .traps import ISOLATED, SERVE, Traps, variables


@contextmanager
def server(traps: Traps, python: Path) -> Iterator[psutil.Popen]:
    """The bundled server, started in the folder of the traps."""
    process = psutil.Popen(
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


def initialize(process: psutil.Popen, folder: Path) -> Any:
    """What the server answers to the first request of an editor that has opened a folder."""
    root = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
    send(process.stdin, {"id": 1, "method": "initialize", "params": root})
    return receive(process.stdout)["result"]


def leave(process: psutil.Popen) -> int:
    """The exit status of a server whose editor leaves as it should."""
    send(process.stdin, {"id": 2, "method": "shutdown"})
    while "id" not in receive(process.stdout):
        pass
    send(process.stdin, {"method": "exit"})
    return int(process.wait(timeout=20))


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    content = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any]:
    """The next message; the end of the stream fails."""
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    message: dict[str, Any] = json.loads(stream.read(length))
    return message
