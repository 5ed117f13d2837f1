"""The part `extension` of `npm test`: types, lint, unit tests, and independence of VS Code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checks import Check, Session, Verdict, judge
from npm import ensure_packages, node, tool
from tools import HOUSE

SOURCE = HOUSE / "extension" / "src"

# Modules that do not import VS Code can be tested without it, in milliseconds.
LEAST_FREE_SHARE = 0.6

_OF_EDITOR = re.compile(r"""\bfrom\s+["']vscode|\b(?:require|import)\(["']vscode""")


def extension(session: Session) -> Iterator[Check]:
    """The checks of the part; eslint rules that need types are too slow for the inner loop."""
    yield Check("extension: types", _types)
    if not session.is_fast:
        yield Check("extension: lint", _lint)
    yield Check("extension: units", _units)
    yield Check("extension: free of VS Code", _is_free_enough)


def run_tests(folder: Path, *options: str, **variables: str) -> int:
    """Run the tests of a folder with Node's test runner. Returns its exit status."""
    made = HOUSE / ".cache" / "tests" / folder.name
    ensure_packages()
    if status := node(str(HOUSE / "dev" / "bundle_tests.mjs"), str(folder), str(made)):
        return status
    run = ("--enable-source-maps", "--test", "--test-reporter=spec", *options)
    return node(*run, *map(str, sorted(made.glob("*.test.js"))), cwd=HOUSE, **variables)


def free_share(texts: list[str]) -> float:
    """The share of lines in modules that do not import VS Code."""
    free = sum(len(text.splitlines()) for text in texts if not _OF_EDITOR.search(text))
    return free / max(1, sum(len(text.splitlines()) for text in texts))


def _types(_: Session) -> Verdict:
    return judge(node(tool("typescript", "bin/tsc"), "-p", "extension"))


def _lint(_: Session) -> Verdict:
    return judge(node(tool("eslint", "bin/eslint.js"), "."))


def _units(_: Session) -> Verdict:
    return judge(run_tests(HOUSE / "tests" / "extension"))


def _is_free_enough(_: Session) -> Verdict:
    share = free_share([path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.ts")])
    print(f"{share:.1%} of the lines of extension/src are in modules that do not import vscode")
    print(f"at least {LEAST_FREE_SHARE:.0%} should be", flush=True)
    return judge(share < LEAST_FREE_SHARE)
