"""`python -m lockstep` and the program `lockstep`: the command line, or the language server.

The two faces do not know each other; only here it is decided which one runs.
"""

from __future__ import annotations

import os
import sys

try:
    _HERE = os.getcwd()
except OSError:
    _HERE = ""  # the folder was deleted
# `python -m` imports from the current folder first, which may be a clone: before any other import.
sys.path[:] = [it for it in sys.path if it and os.path.realpath(it) != _HERE]

from typing import NoReturn  # noqa: E402


def main() -> int:
    """The exit status. What a face does not need is not imported: a check is a matter of 0.1 s."""
    if sys.argv[1:] == ["serve"]:
        from .lsp.serve import serve

        return serve()
    from .cli.main import main as run

    return leave(run())


def leave(status: int) -> NoReturn:
    """End at once; everything was said. To take apart what was built takes a tenth of a check."""
    # Most commands log nothing, and never import it.
    if "logging" in sys.modules:
        sys.modules["logging"].shutdown()
    os._exit(status)


if __name__ == "__main__":
    raise SystemExit(main())
