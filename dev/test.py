"""`npm test`: every check of this repository, or with --fast those of the inner loop.

All parts run, also after a failure. Arguments after `--` are passed to pytest or Node's runner.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from checks import Check, Session, Verdict
from journeys import vscode
from parts import fast_tests, lint, matrix, test_folder, test_folders, types
from tools import ensure_tools
from typescript import extension
from workers import run_beside

Part = Callable[[Session], Iterable[Check]]
Row = tuple[str, Verdict, float]

# The longest parts begin first, so that a parallel run does not end with one of them alone.
_LONGEST = ("held", "vscode", "matrix", "wine", "badinput", "lsp", "crash", "oracle")


def all_parts() -> dict[str, Part]:
    """Every part by its name, in the order in which they begin."""
    folders = {name: test_folder(name) for name in test_folders()}
    long = {**folders, "vscode": vscode, "matrix": matrix}
    first = {"lint": lint, **{name: long[name] for name in _LONGEST}}
    return {**first, "types": types, "extension": extension, **folders}


def fast_parts() -> dict[str, Part]:
    """The parts of the inner loop, which take seconds."""
    return {"lint": lint, "tests": fast_tests, "types": types, "extension": extension}


def main(arguments: list[str]) -> int:
    ours, theirs = _split(arguments)
    options = _options(ours)
    parts = fast_parts() if options.fast else all_parts()
    chosen = _choose(parts, options.only)
    session = Session(ensure_tools(), options.fast, _sampled(everything=options.all), tuple(theirs))
    checks = {check.name: (name, check) for name in chosen for check in parts[name](session)}
    if options.check:
        return checks[options.check][1].run(session).status
    workers = min(options.workers, len(checks))
    if workers > 1:
        rows = list(_run_beside(checks, ours, theirs, workers))
    else:
        rows = [_run(check, session) for _, check in checks.values()]
    _show(rows)
    return any(verdict is Verdict.FAILED for _, verdict, _ in rows)


def _run_beside(
    checks: dict[str, tuple[str, Check]], ours: list[str], theirs: list[str], workers: int
) -> Iterator[Row]:
    """Run every check in its own process, with the arguments of this one."""
    script = (sys.executable, __file__, *ours)
    commands = {
        name: (*script, "--only", part, "--check", name, "--", *theirs)
        for name, (part, _) in checks.items()
    }
    for name, status, seconds in run_beside(commands, workers):
        yield name, Verdict.of(status), seconds


def _sampled(*, everything: bool) -> bool:
    """Set the seed for the sample of the large tables (tests/sampling.py); true if all are run."""
    if everything:
        os.environ["LOCKSTEP_ALL"] = "1"
    seed = os.environ.setdefault("LOCKSTEP_SEED", str(random.randrange(10**6)))
    print(f"LOCKSTEP_SEED={seed}", flush=True)
    return os.environ.get("LOCKSTEP_ALL") == "1"


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm test --",
        description="Check this repository.",
        epilog="parts: " + ", ".join(all_parts()),
    )
    parser.add_argument(
        "--fast", action="store_true", help="the inner loop: only what takes seconds"
    )
    parser.add_argument(
        "--all", action="store_true", help="every case of the large tables, not only a sample"
    )
    parser.add_argument("--only", metavar="PART,PART", default="", help="run only these parts")
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        # Two more than processors, because many tests wait for events, a browser or Wine.
        default=(os.cpu_count() or 1) + 2,
        help="how many checks run at a time, by default two more than there are processors",
    )
    parser.add_argument("--check", metavar="NAME", default="", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _choose(parts: dict[str, Part], only: str) -> list[str]:
    chosen = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in parts]
    if unknown:
        sys.exit(f"no part is named {', '.join(unknown)}; there are: {', '.join(parts)}")
    return chosen or list(parts)


def _run(check: Check, session: Session) -> Row:
    print(f"\n--- {check.name}", flush=True)
    started = time.monotonic()
    verdict = check.run(session)
    return check.name, verdict, time.monotonic() - started


def _show(rows: list[Row]) -> None:
    width = max(len(name) for name, _, _ in rows)
    print()
    for name, verdict, seconds in rows:
        print(f"{name:{width}}  {verdict.word:7}  {seconds:6.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
