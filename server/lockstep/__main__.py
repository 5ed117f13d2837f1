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
    """Run the language server if `serve` is the only argument, else the command line.

    Only the needed one is imported, because a check takes about 0.1 s in all.

    Returns the exit status of the server. After the command line, the process ends here with the
    exit status (`leave`); after Ctrl-C during its imports, with 130.
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
    """End the process at once with an exit status, after flushing `logging`.

    Output must be flushed before. An orderly shutdown of Python takes a tenth of a check.
    """
    # Most commands log nothing, and do not import it.
    if "logging" in sys.modules:
        sys.modules["logging"].shutdown()
    os._exit(status)


if __name__ == "__main__":
    raise SystemExit(main())
