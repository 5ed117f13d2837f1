"""The last outcomes of commands on an environment, kept in its state folder for `doctor`."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime, timezone

from ...aside.state_folder import StateFolder
from ...host.files import bytes_if_readable, replace_bytes
from ...model.outcome import Outcome

_MOST = 5

Facts = dict[str, str]


def remember_outcome(state: StateFolder, command: str, outcome: Outcome) -> None:
    """Add an outcome to the list, of which the last five are kept, unless there was nothing to do.

    The state folder is not created for it, and an error is ignored: nothing depends on it.

    Args:
        state: the state folder of the environment.
        command: the words of the command line, such as `sync --lock`.
        outcome: its outcome; the message contains no credentials.
    """
    if outcome.kind == "nothing" or not os.path.isdir(state.path):
        return
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    entries = [*_read(state), [now, command, outcome.kind, outcome.message]]
    with suppress(OSError):
        replace_bytes(state.outcomes, json.dumps(entries[-_MOST:]).encode("ascii"))


def last_outcomes(state: StateFolder) -> Facts:
    """The last outcomes by UTC time and command, at most five, the oldest first.

    Empty if they cannot be read. Of outcomes of one command in the same second only the last is
    there.
    """
    return {f"{when} {command}": f"{kind}: {told}" for when, command, kind, told in _read(state)}


def _read(state: StateFolder) -> list[list[str]]:
    try:
        found = json.loads(bytes_if_readable(state.outcomes) or b"[]")
    except ValueError:
        return []
    entries = found if isinstance(found, list) else []
    return [it for it in entries if _is_entry(it)][-_MOST:]


def _is_entry(found: object) -> bool:
    if not isinstance(found, list) or len(found) != 4:
        return False
    return all(isinstance(it, str) for it in found)
