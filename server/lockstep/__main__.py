"""`python -m lockstep` and the program `lockstep`: runs the command line or the language server.

`cli` and `lsp` do not import each other; only this module imports both.
"""

from __future__ import annotations

import os
import sys

try:
    _HERE = os.getcwd()
except OSError:
    _HERE = ""  # the folder was deleted
# Before any other import: `python -m` imports from the current folder first, which may be a clone.
sys.path[:] = [it for it in sys.path if it and os.path.realpath(it) != _HERE]

from typing import NoReturn  # noqa: E402


def main() -> int:
    """Run the command line or the server; returns the exit status.

    Only the needed one is imported, because a check takes about 0.1 s in all.
    """
    if sys.argv[1:] == ["serve"]:
        from .lsp.serve import serve

        return serve()
    try:
        from .cli.main import main as run

        return leave(run())
    except KeyboardInterrupt:
        # During the imports; later the command line itself says that it was cancelled.
        os._exit(130)


def leave(status: int) -> NoReturn:
    """End the process at once: an orderly shutdown of Python takes a tenth of a check."""
    # Most commands log nothing, and do not import it.
    if "logging" in sys.modules:
        sys.modules["logging"].shutdown()
    os._exit(status)


if __name__ == "__main__":
    raise SystemExit(main())
