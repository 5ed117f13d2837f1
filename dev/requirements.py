"""`npm run requirements`: write both requirement files anew, with the newest releases that fit."""

from __future__ import annotations

import sys

from tools import HOUSE, Tools, ensure_tools

COMPILE = (
    *("pip", "compile", "--quiet", "--upgrade", "--python-version", "3.10"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "npm run requirements"),
)
# For every platform and Python, with markers.
TOOLS = ("--universal", "--output-file", "dev/requirements.txt", "dev/requirements.in")
# For the oldest Python and without markers: the bundle holds what any Python may need.
BUNDLE = (
    *("--python-platform", "linux", "--constraints", "dev/requirements.txt", "--no-annotate"),
    *("--output-file", "dev/bundle-requirements.txt", "dev/bundle-requirements.in"),
)


def _compile(tools: Tools, options: tuple[str, ...]) -> int:
    # A Python is not downloaded for this: uv only wants it for what must be built.
    return tools.run("-m", "uv", *COMPILE, *options, cwd=HOUSE, UV_PYTHON_DOWNLOADS="never")


if __name__ == "__main__":
    with_tools = ensure_tools()
    sys.exit(_compile(with_tools, TOOLS) or _compile(with_tools, BUNDLE))
