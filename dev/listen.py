"""Prints the first diagnostics that the language server publishes for a project."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PUBLISHED = "textDocument/publishDiagnostics"


def main(project: Path) -> int:
    command = (sys.executable, "-m", "lockstep", "serve")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as server:
        for line in _first_diagnostics(server, project):
            print(line)
        _send(server, {"id": 2, "method": "shutdown"})
        _send(server, {"method": "exit"})
    return 0


def _first_diagnostics(server: subprocess.Popen[bytes], project: Path) -> Iterator[str]:
    root: dict[str, Any] = {
        "processId": None,
        "rootUri": project.as_uri(),
        "capabilities": {},
    }
    _send(server, {"id": 1, "method": "initialize", "params": root})
    _receive(server)
    _send(server, {"method": "initialized", "params": {}})
    while (message := _receive(server)).get("method") != _PUBLISHED:
        continue
    name = message["params"]["uri"].rpartition("/")[2]
    for found in message["params"]["diagnostics"]:
        start = found["range"]["start"]
        yield f"  {name}:{start['line'] + 1}:{start['character'] + 1}  {found['message']}"


def _send(server: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    assert server.stdin
    content = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
    server.stdin.flush()


def _receive(server: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert server.stdout
    length = 0
    while line := server.stdout.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if not length:
        sys.exit("the language server ended before it published anything")
    message: dict[str, Any] = json.loads(server.stdout.read(length))
    return message


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
