"""A package index on the loopback interface that can fail or stall in the middle of a response."""

from __future__ import annotations

import hashlib
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from ..patience import PATIENCE

Behavior = Literal["serves", "truncates", "fails", "stalls"]

TIMEOUT = PATIENCE


class Index:
    """Serves a folder of wheels; the behavior can be set for the paths that match a pattern."""

    def __init__(self, wheels: Path) -> None:
        self.wheels = wheels
        self._behaviors: dict[str, Behavior] = {}
        self._stalled = threading.Event()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # A daemon: a test that forgets to close the index must not keep pytest from ending.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """The index's URL, as a manifest has it."""
        return f"http://127.0.0.1:{self._server.server_port}/simple/"

    @property
    def table(self) -> str:
        """The table of a manifest that makes this the only index."""
        return f'\n[[tool.uv.index]]\nurl = "{self.address}"\ndefault = true\n'

    def behave(self, behavior: Behavior, pattern: str) -> None:
        """Answer requests for paths that match this pattern in this way."""
        self._behaviors[pattern] = behavior

    def wait_until_stalled(self) -> None:
        """Wait until a request has stalled."""
        assert self._stalled.wait(TIMEOUT), "no request stalled"

    def close(self) -> None:
        """Stop serving; the port is closed."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def behavior(self, path: str) -> Behavior:
        """How requests for a path are answered."""
        return next(
            (it for pattern, it in self._behaviors.items() if re.search(pattern, path)), "serves"
        )

    def stall(self) -> None:
        """Report a stalled request, and block it until the index closes."""
        self._stalled.set()
        self._closing.wait(TIMEOUT)

    def content(self, path: str) -> bytes | None:
        """The response's content; None where nothing is served."""
        folder, _, name = path.strip("/").rpartition("/")
        if folder == "simple":
            return self._links(name).encode()
        file = self.wheels / name.removesuffix(".metadata")
        if not file.is_file():
            return None
        return _metadata(file) if name.endswith(".metadata") else file.read_bytes()

    def _links(self, name: str) -> str:
        wheels = sorted(self.wheels.glob(f"{name.replace('-', '_')}-*.whl"))
        return "".join(map(_link, wheels))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _answer(index, self)

            def do_HEAD(self) -> None:
                _answer(index, self)

            def log_message(self, *_: object) -> None:
                """Do not log requests."""

        return Handler


def _link(wheel: Path) -> str:
    """The line of a wheel, with a hash and, for a real wheel, separate metadata for resolvers."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    more = 'data-core-metadata="true"' if zipfile.is_zipfile(wheel) else ""
    return f'<a href="/files/{wheel.name}#sha256={digest}" {more}>{wheel.name}</a>'


def _metadata(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (it for it in archive.namelist() if it.endswith(".dist-info/METADATA"))
        return archive.read(name)


def _answer(index: Index, request: BaseHTTPRequestHandler) -> None:
    behavior, content = index.behavior(request.path), index.content(request.path)
    if behavior == "stalls":
        index.stall()
    if content is None or behavior in ("fails", "stalls"):
        request.send_error(500 if content else 404)
        return
    request.send_response(200)
    request.send_header("Content-Type", "text/html" if "/simple" in request.path else "x/wheel")
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    if request.command == "GET":
        request.wfile.write(content[: len(content) // 2] if behavior == "truncates" else content)
