"""`npm run requirements`: write dev/requirements.txt anew, with the newest releases that fit."""

from __future__ import annotations

import sys

from tools import HOUSE, ensure_tools

COMPILE = (
    *("pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.10"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "npm run requirements"),
    *("--output-file", "dev/requirements.txt", "dev/requirements.in"),
)

if __name__ == "__main__":
    sys.exit(ensure_tools().run("-m", "uv", *COMPILE, cwd=HOUSE))
