"""`npm run bench`: the ratios, measured with the tool environment."""

from __future__ import annotations

import sys

from tools import HOUSE, ensure_tools

if __name__ == "__main__":
    server = str(HOUSE / "server")
    sys.exit(ensure_tools().run("-m", "bench", *sys.argv[1:], PYTHONPATH=server))
