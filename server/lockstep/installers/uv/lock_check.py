"""Builds `uv lock --check`, which decides whether a lockfile is fresh, and parses its answer.

The reasons are those that uv logs with `-v` (`uv-lock-operations/src/validated_lock.rs`).
"""

from __future__ import annotations

import re

from ...model.freshness import LockAnswer
from ...model.plan import Step
from ...model.urls import without_credentials_in
from .failure import explain

_PLAIN = ("--no-progress", "--color", "never")
_NEEDED = re.compile(r"needs to be updated")
_REASON = re.compile(r"Resolving despite existing lockfile due to (?P<reason>.+)$", re.MULTILINE)
_CERTAIN = re.compile(
    r"mismatched (requirements|members|sources?|constraints|overrides|dependency groups|extras)"
    r"|change in Python requirement"
)
_REFUSES = re.compile(
    r"^error: (Failed to parse|failed to open file|invalid value |Nested workspaces"
    r"|No `project` table found)",
    re.MULTILINE,
)
_LONGEST = 200


def checking(uv: str) -> Step:
    """The command to check the lockfile in the project itself, where uv may build source trees."""
    return Step("checking", (uv, "lock", "--check", "-v", *_PLAIN))


def checking_copy(uv: str, python: str, environment: str, cache: str) -> Step:
    """The command to check a copy of manifests and lockfile, without builds and network.

    Args:
        uv: the path of uv.
        python: the path of an interpreter outside of the project.
        environment: a path where nothing is, to be used instead of the project's environment.
        cache: a path where nothing is, to be used instead of the cache that the settings name.
    """
    options = ("--offline", "--no-build", "-v", "--python", python)
    variables: dict[str, str | None] = {
        "UV_PROJECT_ENVIRONMENT": environment,
        "UV_CACHE_DIR": cache,
        "UV_KEYRING_PROVIDER": "disabled",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PYTHON": None,
    }
    return Step("checking", (uv, "lock", "--check", *options, *_PLAIN), variables=variables)


def read_answer(status: int | None, err: str) -> LockAnswer:
    """Parse the answer to `checking` or `checking_copy`.

    It is *fresh* for the status 0, *stale* if uv says so or has logged what differs, *refused* if
    uv could not read a file or a setting, and *unsure* for every other failure.

    Args:
        status: the exit status; None if uv was ended.
        err: its error output.
    """
    if status == 0:
        return LockAnswer("fresh")
    found = _REASON.search(without_credentials_in(err))
    reason = _shortened(found["reason"]) if found else ""
    if _NEEDED.search(err) or (found and _CERTAIN.match(reason)):
        return LockAnswer("stale", reason or "uv would write a different lockfile")
    if status is None:
        return LockAnswer("unsure", "uv did not answer")
    if _REFUSES.search(err):
        return LockAnswer("refused", explain(err))
    return LockAnswer("unsure", reason or explain(err))


def _shortened(reason: str) -> str:
    text = " ".join(reason.split()).rstrip(":")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
