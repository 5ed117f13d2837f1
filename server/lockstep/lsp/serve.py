"""Run the language server on standard input and output until the client leaves."""

from __future__ import annotations

import os

from ..operations.log_lines import log_plain_lines
from .server import create_server


def serve() -> int:
    """The exit status of the server. It leaves the project's folder for its own, which it holds."""
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    log_plain_lines()
    server, client_session = create_server()
    try:
        server.start_io()
    finally:
        # Also when the client died without a word: what runs must end, and take back what it wrote.
        client_session.end()
    return 0
