"""Runs the language server on standard input and output until the client exits."""

from __future__ import annotations

import os

from ..operations.log_lines import log_plain_lines
from ..session.session import Session
from .server import create_server


def serve() -> int:
    """Run the server until the client exits or closes its input; returns the exit status, 0.

    Then running syncs are cancelled and roll back. The working directory of the server is its own
    folder, so that it holds no folder of a project.
    """
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    log_plain_lines()
    session = Session(os.environ)
    server = create_server(session)
    try:
        server.start_io()
    finally:
        # Also when the client died: running syncs must end, and roll back.
        session.end()
    return 0
