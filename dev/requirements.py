"""`npm run requirements`: update both requirement files to the newest compatible releases."""

from __future__ import annotations

import sys

from tools import HOUSE, Tools, ensure_tools

COMPILE = (
    *("pip", "compile", "--quiet", "--upgrade", "--python-version", "3.10"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "npm run requirements"),
)
# For all platforms and Pythons, with markers.
TOOLS = ("--universal", "--output-file", "dev/requirements.txt", "dev/requirements.in")
# For the oldest Python, without markers: the bundle contains what any Python may need.
BUNDLE = (
    *("--python-platform", "linux", "--constraints", "dev/requirements.txt", "--no-annotate"),
    *("--output-file", "dev/bundle-requirements.txt", "dev/bundle-requirements.in"),
)


def _compile(tools: Tools, options: tuple[str, ...]) -> int:
    # Without a Python download: uv needs a Python only for packages that it has to build.
    return tools.run("-m", "uv", *COMPILE, *options, cwd=HOUSE, UV_PYTHON_DOWNLOADS="never")


if __name__ == "__main__":
    with_tools = ensure_tools()
    sys.exit(_compile(with_tools, TOOLS) or _compile(with_tools, BUNDLE))
