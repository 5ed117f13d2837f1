"""An index of wheels on the loopback, which can fail or wait in the middle of what it sends."""

from __future__ import annotations

import hashlib
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

Mood = Literal["serves", "breaks off", "errs", "stalls"]

PATIENCE = 60.0


class Index:
    """Serves a folder of wheels. A mood is for all paths that a pattern is found in."""

    def __init__(self, wheels: Path) -> None:
        self.wheels = wheels
        self._moods: dict[str, Mood] = {}
        self._stalled = threading.Event()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def address(self) -> str:
        """What a manifest calls the index."""
        return f"http://127.0.0.1:{self._server.server_port}/simple/"

    @property
    def table(self) -> str:
        """The lines of a manifest that make it the only index."""
        return f'\n[[tool.uv.index]]\nurl = "{self.address}"\ndefault = true\n'

    def feel(self, mood: Mood, about: str) -> None:
        """Be in a mood about all paths in which this pattern is found."""
        self._moods[about] = mood

    def wait_until_asked(self) -> None:
        """Wait until somebody asks for what stalls."""
        assert self._stalled.wait(PATIENCE), "nobody asked"

    def close(self) -> None:
        """Serve no more; the port is closed."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def mood(self, path: str) -> Mood:
        """The mood about a path."""
        return next((it for about, it in self._moods.items() if re.search(about, path)), "serves")

    def stall(self) -> None:
        """Say that somebody waits, and let him wait until the end."""
        self._stalled.set()
        self._closing.wait(PATIENCE)

    def content(self, path: str) -> bytes | None:
        """What lies at a path; None where there is nothing."""
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
                """Nobody reads it."""

        return Handler


def _link(wheel: Path) -> str:
    """A wheel's line; whoever pins it needs its metadata alone."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    more = 'data-core-metadata="true"' if zipfile.is_zipfile(wheel) else ""
    return f'<a href="/files/{wheel.name}#sha256={digest}" {more}>{wheel.name}</a>'


def _metadata(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (it for it in archive.namelist() if it.endswith(".dist-info/METADATA"))
        return archive.read(name)


def _answer(index: Index, request: BaseHTTPRequestHandler) -> None:
    mood, content = index.mood(request.path), index.content(request.path)
    if mood == "stalls":
        index.stall()
    if content is None or mood in ("errs", "stalls"):
        request.send_error(500 if content else 404)
        return
    request.send_response(200)
    request.send_header("Content-Type", "text/html" if "/simple" in request.path else "x/wheel")
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    if request.command == "GET":
        request.wfile.write(content[: len(content) // 2] if mood == "breaks off" else content)
