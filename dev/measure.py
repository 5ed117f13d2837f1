"""`npm run bench`: speed relative to uv, measured with the tool environment.

`npm run bench -- soak 10` runs the language server during ten minutes of random changes,
`npm run bench -- sync` measures the cost of the transaction, `-- verify` the speed of hashing.
"""

from __future__ import annotations

import sys

from tools import HOUSE, ensure_tools


def main(arguments: list[str]) -> int:
    tools = ensure_tools()
    bundled = tools.run(str(HOUSE / "dev" / "bundle.py"))
    # As in an installed package; otherwise each command would compile the modules that it imports.
    compiled = tools.run("-m", "compileall", "-q", str(HOUSE / "server" / "lockstep"))
    module, rest = "bench", arguments
    if arguments[:1] in (["soak"], ["sync"], ["verify"]):
        module, rest = f"bench.{arguments[0]}", arguments[1:]
    return bundled or compiled or tools.run("-m", module, *rest, PYTHONPATH=str(HOUSE / "server"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
