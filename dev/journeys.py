"""The part `vscode` of `npm test`: journeys with the packaged extension in a real VS Code."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import package
from built import Missing
from checks import Check, Session, Verdict, judge, untested
from chromium import find_chromium
from code_server import ensure_code_server
from editor import PICTURES, install
from pythons import find_covered
from shim import build_shim, has_compiler
from tools import HOUSE, cache_folder
from typescript import run_tests

# The version of the Python that runs this script.
_MINOR = sys.version_info[:2]


def vscode(_: Session) -> Iterator[Check]:
    yield Check("vscode: journeys", _journeys)


def _journeys(session: Session) -> Verdict:
    if sys.platform != "linux":
        print("this part needs code-server, which is built only on Linux")
        return Verdict.SKIPPED
    try:
        server, browser = ensure_code_server(), find_chromium()
    except Missing as missing:
        return untested(str(missing))
    if not has_compiler():
        return untested("gcc is needed to build the shim for held files")
    others = [it for it in find_covered(session.tools.uv).values() if it.minor != _MINOR]
    if not others:
        return untested("a second Python is needed, to recreate an environment with it")
    shutil.rmtree(PICTURES, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="lockstep-") as folder:
        extensions = install(package.make_vsix(), server, Path(folder))
        variables = {
            "LOCKSTEP_NODE": str(server.node),
            "LOCKSTEP_CODE_SERVER": str(server.entry),
            "LOCKSTEP_CHROMIUM": browser,
            "LOCKSTEP_EXTENSIONS": str(extensions),
            "LOCKSTEP_SHIM": str(build_shim(Path(folder))),
            "LOCKSTEP_UV": session.tools.uv[0],
            "LOCKSTEP_BASE_PYTHON": _base_python(),
            "LOCKSTEP_OTHER_PYTHON": str(others[-1].path),
            "LOCKSTEP_TOOLS_PYTHON": str(session.tools.python),
            "LOCKSTEP_HOLDER_SECONDS": "60",
            "LOCKSTEP_UV_CACHE": str(cache_folder() / "vscode-uv-cache"),
        }
        arguments = ("--test-concurrency=2", *session.arguments)
        return judge(run_tests(HOUSE / "tests" / "vscode", *arguments, **variables))


def _base_python() -> str:
    """The Python that runs this script, or its base if it belongs to an environment."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return str(Path(sys.base_prefix, "bin", "python3"))
