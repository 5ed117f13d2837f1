"""Checks of a run in which a system call failed: promise kept, and outcome true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ..crash.scenes import Snapshot
from ..crash.test_killed import contents, differences, without_times
from ..json_schema import read_json
from ..program_result import ProgramResult
from .injected_scenes import HELD

State = Literal["old", "new", "mixed"]

_IS_OLD = ("as it was", "nothing was changed")
_NOT_YET = ("cannot put back", "`lockstep sweep` completes the rollback")
_PENDING = "`lockstep sweep` restores it"
_SWEPT = ("No set-aside files", "still in use")
_STANDS = "interrupted sync was completed"
_BACK = "interrupted sync was rolled back"


class Endpoints(NamedTuple):
    """The project before a command, and after a run of it without a fault.

    `is_cut`: the command recovers from another command, which was killed.
    """

    old: Snapshot
    new: Snapshot
    is_cut: bool = False

    def state(self, found: Snapshot) -> State:
        """Which of the two a project equals. Times of files that are rewritten do not count."""
        if without_times(found) == _seen(without_times(self.old), found):
            return "old"
        return "new" if contents(found) == _seen(contents(self.new), found) else "mixed"

    def describe(self, found: Snapshot) -> str:
        """The paths in which a project differs from each of the two."""
        old = differences(without_times(found), without_times(self.old)).splitlines()
        new = differences(contents(found), contents(self.new)).splitlines()
        return f"not as before: {old[:9]}; not as afterwards: {new[:9]}"


def _seen(expected: Snapshot, found: Snapshot) -> Snapshot:
    """The expected snapshot without the held file's entry, where its holder has ended."""
    return {path: facts for path, facts in expected.items() if path != HELD or path in found}


class Run(NamedTuple):
    """The result of a command, the project then and after a sweep, and what the sweep left.

    Where nothing was left to sweep, `sweep` is None.
    """

    result: ProgramResult
    after: Snapshot
    sweep: ProgramResult | None
    after_sweep: Snapshot
    leftovers: tuple[str, ...]


def _without_folder(run: Run) -> Run:
    """The run without the empty folder that a deletion reported as left."""
    if "the folder itself stays" not in run.result.out:
        return run
    after, after_sweep = ({**it} for it in (run.after, run.after_sweep))
    for found in (after, after_sweep):
        found.pop(".venv", None)
    return run._replace(after=after, after_sweep=after_sweep)


def violations(run: Run, ends: Endpoints) -> Iterator[str]:
    """What is wrong with a run, one sentence each; empty for a correct run."""
    run = _without_folder(run)
    after_sweep = ends.state(run.after_sweep)
    if after_sweep == "mixed":
        yield f"neither the old nor the new: {ends.describe(run.after_sweep)}"
    if run.leftovers:
        yield f"left after a sweep: {run.leftovers}"
    if run.sweep is not None and run.sweep.status:
        yield f"the sweep afterwards ended with {summary(run.sweep)}"
    for result in (run.result, *((run.sweep,) if run.sweep else ())):
        output = result.out + result.err
        if "Traceback" in output or "a bug in Lockstep" in output:
            yield "a bug"
        if result.status not in (0, 1, 2, 3):
            yield f"the exit status {result.status}"
    found = _outcome(run.result)
    if found is None:
        if run.result.status != 2 or not run.result.err or not _was_old(run, ends):
            yield "no outcome"
        return
    yield from _false_claims(found, run, ends)


def _false_claims(outcome: dict[str, Any], run: Run, ends: Endpoints) -> Iterator[str]:
    """Statements of an outcome that are not true."""
    kind, message = outcome["outcome"], outcome["message"]
    hint = (outcome["error"] or {}).get("hint", "")
    after, after_sweep = ends.state(run.after), ends.state(run.after_sweep)
    is_sweep = any(it in message for it in _SWEPT)
    if kind in ("done", "nothing") and after != "new" and not is_sweep:
        yield f"it says {kind}, and it is {after}: {ends.describe(run.after)}"
    if (kind == "restored" or any(it in message for it in _IS_OLD)) and after != "old":
        yield f"it says that all is as before, and it is {after}: {ends.describe(run.after)}"
    is_told = any(it in f"{message}; {hint}" for it in _NOT_YET)
    if kind == "refused" and not (is_told or _was_old(run, ends)):
        yield f"it says that it refused, and it is {after}: {ends.describe(run.after)}"
    if kind == "failed" and after == "new" and run.sweep is None:
        yield "it says that it failed, and the new one stands"
    if _PENDING in hint and after_sweep != "old":
        yield f"it says that a sweep puts the old one back, and it is {after_sweep}"
    if run.result.status == 3 and not outcome["blocked"]:
        yield "the exit status of a held file without one"
    for warning, expected in ((_STANDS, "new"), (_BACK, "old")):
        if any(warning in it for it in outcome["warnings"]) and is_sweep and after != expected:
            yield f"a warning says {warning!r}, and it is {after}"


def summary(result: ProgramResult) -> str:
    """The exit status of a command, and its output in one line."""
    found = _outcome(result)
    if found is None:
        return f"{result.status}: {result.out}{result.err}"
    output = (found["outcome"], found["message"], *found["warnings"], result.err)
    return f"{result.status}: {' | '.join(output)}"


def _was_old(run: Run, ends: Endpoints) -> bool:
    return ends.is_cut or ends.state(run.after) == "old"


def _outcome(result: ProgramResult) -> dict[str, Any] | None:
    try:
        found = read_json(result.out)
    except ValueError:
        return None
    return found
