"""Run the language server on standard input and output until the client leaves."""

from __future__ import annotations

import os
import tempfile

from .server import create_server


def serve() -> int:
    """The exit status of the server, whose working folder is no project's."""
    os.chdir(tempfile.gettempdir())
    create_server().start_io()
    return 0
