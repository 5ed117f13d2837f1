"""Asking uv whether a lockfile still fits its manifest: `uv lock --check`, and its answer.

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
    """The question as the user's shell would ask it; uv may build what it has to build."""
    return Step("checking", (uv, "lock", "--check", "-v", *_PLAIN))


def checking_copy(uv: str, python: str, environment: str, cache: str) -> Step:
    """The question in a copy of manifests and lockfile, where nothing can be built or fetched.

    `python` is an interpreter outside of the project, `environment` and `cache` are empty folders:
    what a project's own settings name in their place is not used.
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
    """What uv answers to `checking` or `checking_copy`.

    A resolution that fails tells nothing of the lockfile, unless uv says before what differs. What
    uv cannot read, it refuses in every command.
    """
    if status == 0:
        return LockAnswer("fresh")
    found = _REASON.search(without_credentials_in(err))
    reason = _shortened(found["reason"]) if found else ""
    if _NEEDED.search(err) or (found and _CERTAIN.match(reason)):
        return LockAnswer("stale", reason or "uv would write another one")
    if status is None:
        return LockAnswer("unsure", "uv did not answer")
    if _REFUSES.search(err):
        return LockAnswer("refused", explain(err))
    return LockAnswer("unsure", reason or explain(err))


def _shortened(reason: str) -> str:
    text = " ".join(reason.split()).rstrip(":")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
