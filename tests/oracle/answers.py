"""uv's answer and Lockstep's answer, in one form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

Event = tuple[str, str, str]
"""A change of a package: `-` or `+`, its name, and its version (`?` if uv has none)."""

REPLACING = ("create", "replace")


@dataclass(frozen=True)
class Answer:
    """The plan of uv or Lockstep for a project."""

    status: int
    action: str = ""
    events: frozenset[Event] = frozenset()
    findings: tuple[dict[str, Any], ...] = ()
    in_step: bool | None = None
    changes: tuple[dict[str, Any], ...] = ()
    freshness: str = ""
    complaint: str = field(default="", compare=False)

    @property
    def codes(self) -> set[str]:
        return {finding["code"] for finding in self.findings}

    @property
    def moves(self) -> bool:
        """Whether the environment would be changed."""
        return bool(self.events) or self.action in REPLACING

    def without_versions(self, names: set[str]) -> Answer:
        """The answer without the installed versions of these packages."""
        events = {
            (sign, name, "?" if sign == "+" and name in names else version)
            for sign, name, version in self.events
        }
        return replace(self, events=frozenset(events))

    def installs(self) -> frozenset[Event]:
        return frozenset(event for event in self.events if event[0] == "+")


def answer_of_uv(status: int, stdout: str, stderr: str) -> Answer:
    if status != 0:
        return Answer(status, complaint=stderr.strip())
    sync = json.loads(stdout)["sync"]
    events: set[Event] = set()
    for change in sync["changes"]:
        version = change.get("version") or "?"
        signs = {"uninstalled": "-", "installed": "+", "reinstalled": "-+"}[change["action"]]
        events |= {(sign, change["name"], version) for sign in signs}
    return Answer(status, sync["action"], frozenset(events), complaint=stderr.strip())


def answer_of_lockstep(status: int, stdout: str, stderr: str) -> Answer:
    """If stdout is no JSON, the answer has only the output, for the report of a failure."""
    try:
        text = json.loads(stdout)
    except ValueError:
        return Answer(status, complaint=f"no JSON: {stdout[:2000]}\n{stderr.strip()}")
    if "changes" not in text:
        return Answer(status, complaint=f"{stdout.strip()}\n{stderr.strip()}")
    changes = tuple(text["changes"])
    error = text["error"] or {"message": "", "hint": ""}
    return Answer(
        status,
        text["action"],
        frozenset(event for change in changes for event in _events(change)),
        tuple(text["findings"]),
        text["in_step"],
        changes,
        text["freshness"],
        f"{error['message']}\n{error['hint']}\n{stderr}".strip(),
    )


def _events(change: dict[str, Any]) -> list[Event]:
    before, after = change["installed"], change["expected"]
    events = [("-", change["name"], before)] if before is not None else []
    return events + ([("+", change["name"], after)] if after is not None else [])


def same_events(uv: frozenset[Event], ours: frozenset[Event]) -> bool:
    """If uv has no version (an unbuilt source), any version of Lockstep's is equal."""
    unnamed = {(sign, name) for sign, name, version in uv if version == "?"}

    def form(events: frozenset[Event]) -> set[Event]:
        return {
            (sign, name, "?" if (sign, name) in unnamed else version)
            for sign, name, version in events
        }

    return form(uv) == form(ours)


def shown(answer: Answer) -> str:
    """The answer in one paragraph, for the report of a failure."""
    events = ", ".join(f"{sign}{name} {version}" for sign, name, version in sorted(answer.events))
    lines = [f"status {answer.status}, action {answer.action or 'none'}: {events or 'no change'}"]
    lines += [f"  {_line(finding)}" for finding in answer.findings]
    text = answer.complaint.splitlines()
    text = text[-12:] if "Traceback" in answer.complaint else text[:12]
    lines += [f"  | {line}" for line in text]
    return "\n".join(lines)


def _line(finding: dict[str, Any]) -> str:
    return f"{finding['severity']} {finding['code']} {finding.get('package')}: {finding['message']}"
