"""Whether a run in which a call failed has kept the promise, and told the truth of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ..crash.scenes import Snapshot
from ..crash.test_killed import contents, differences, without_times
from ..ended import Ended
from .injected_scenes import HELD

State = Literal["old", "new", "mixed"]

_IS_OLD = ("as it was", "nothing was changed")
_NOT_YET = ("cannot put back", "`lockstep sweep` completes the rollback")
_PENDING = "`lockstep sweep` restores it"
_SWEPT = ("No set-aside files", "still in use")
_STANDS = "interrupted sync was completed"
_BACK = "interrupted sync was rolled back"


class Ends(NamedTuple):
    """The project before a command, and after one that no call failed in.

    `is_cut`: the command is the recovery of another one, which was killed.
    """

    old: Snapshot
    new: Snapshot
    is_cut: bool = False

    def state(self, found: Snapshot) -> State:
        """Which of the two a project is; of what was written anew times do not count."""
        if without_times(found) == _seen(without_times(self.old), found):
            return "old"
        return "new" if contents(found) == _seen(contents(self.new), found) else "mixed"

    def told(self, found: Snapshot) -> str:
        """In which paths a project is neither."""
        old = differences(without_times(found), without_times(self.old)).splitlines()
        new = differences(contents(found), contents(self.new)).splitlines()
        return f"not as before: {old[:9]}; not as afterwards: {new[:9]}"


def _seen(expected: Snapshot, found: Snapshot) -> Snapshot:
    """Without the state of a held file, where its holder has ended."""
    return {path: facts for path, facts in expected.items() if path != HELD or path in found}


class Run(NamedTuple):
    """How a command ended, the project then and after a sweep, and what the sweep has left.

    Where nothing was left to sweep, `sweep` is None.
    """

    ended: Ended
    then: Snapshot
    sweep: Ended | None
    at_last: Snapshot
    left: tuple[str, ...]


def _without_folder(run: Run) -> Run:
    """Without the empty folder of which a deletion says that it stays."""
    if "the folder itself stays" not in run.ended.out:
        return run
    then, at_last = ({**it} for it in (run.then, run.at_last))
    for found in (then, at_last):
        found.pop(".venv", None)
    return run._replace(then=then, at_last=at_last)


def complaints(run: Run, ends: Ends) -> Iterator[str]:
    """What is wrong with a run, in words; nothing where it is well."""
    run = _without_folder(run)
    at_last = ends.state(run.at_last)
    if at_last == "mixed":
        yield f"neither the old nor the new: {ends.told(run.at_last)}"
    if run.left:
        yield f"left after a sweep: {run.left}"
    if run.sweep is not None and run.sweep.status:
        yield f"the sweep afterwards ended with {summary(run.sweep)}"
    for ended in (run.ended, *((run.sweep,) if run.sweep else ())):
        said = ended.out + ended.err
        if "Traceback" in said or "a bug in Lockstep" in said:
            yield "a bug"
        if ended.status not in (0, 1, 2, 3):
            yield f"the exit status {ended.status}"
    found = _outcome(run.ended)
    if found is None:
        if run.ended.status != 2 or not run.ended.err or not _was_old(run, ends):
            yield "no outcome"
        return
    yield from _lies(found, run, ends)


def _lies(outcome: dict[str, Any], run: Run, ends: Ends) -> Iterator[str]:
    """What an outcome says that is not so."""
    kind, message = outcome["outcome"], outcome["message"]
    hint = (outcome["error"] or {}).get("hint", "")
    then, at_last = ends.state(run.then), ends.state(run.at_last)
    is_sweep = any(it in message for it in _SWEPT)
    if kind in ("done", "nothing") and then != "new" and not is_sweep:
        yield f"it says {kind}, and it is {then}: {ends.told(run.then)}"
    if (kind == "restored" or any(it in message for it in _IS_OLD)) and then != "old":
        yield f"it says that all is as before, and it is {then}: {ends.told(run.then)}"
    is_told = any(it in f"{message}; {hint}" for it in _NOT_YET)
    if kind == "refused" and not (is_told or _was_old(run, ends)):
        yield f"it says that it refused, and it is {then}: {ends.told(run.then)}"
    if kind == "failed" and then == "new" and run.sweep is None:
        yield "it says that it failed, and the new one stands"
    if _PENDING in hint and at_last != "old":
        yield f"it says that a sweep puts the old one back, and it is {at_last}"
    if run.ended.status == 3 and not outcome["blocked"]:
        yield "the exit status of a held file without one"
    for told, expected in ((_STANDS, "new"), (_BACK, "old")):
        if any(told in it for it in outcome["warnings"]) and is_sweep and then != expected:
            yield f"a warning says {told!r}, and it is {then}"


def summary(ended: Ended) -> str:
    """The exit status of a command, and what it said."""
    found = _outcome(ended)
    if found is None:
        return f"{ended.status}: {ended.out}{ended.err}"
    said = (found["outcome"], found["message"], *found["warnings"], ended.err)
    return f"{ended.status}: {' | '.join(said)}"


def _was_old(run: Run, ends: Ends) -> bool:
    return ends.is_cut or ends.state(run.then) == "old"


def _outcome(ended: Ended) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(ended.out)
    except ValueError:
        return None
    return found
