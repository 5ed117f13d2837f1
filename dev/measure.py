"""`npm run bench`: the ratios, measured with the tool environment; `-- soak` works on for a while.

`npm run bench -- soak 10` lets the language server follow ten minutes of random work,
`npm run bench -- sync` measures what the transaction costs, `-- verify` what it takes to hash all.
"""

from __future__ import annotations

import sys

from tools import HOUSE, ensure_tools


def main(arguments: list[str]) -> int:
    tools = ensure_tools()
    bundled = tools.run(str(HOUSE / "dev" / "bundle.py"))
    # As an installed package is; else each run of a command would compile what it imports.
    compiled = tools.run("-m", "compileall", "-q", str(HOUSE / "server" / "lockstep"))
    module, rest = "bench", arguments
    if arguments[:1] in (["soak"], ["sync"], ["verify"]):
        module, rest = f"bench.{arguments[0]}", arguments[1:]
    return bundled or compiled or tools.run("-m", module, *rest, PYTHONPATH=str(HOUSE / "server"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
