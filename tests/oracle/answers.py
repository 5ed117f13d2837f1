"""uv's answer and Lockstep's answer, brought into one form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

Event = tuple[str, str, str]
"""What happens to a package: `-` or `+`, its name, and its version (`?` where uv names none)."""

REPLACING = ("create", "replace")


@dataclass(frozen=True)
class Answer:
    """What one of the two says about a project."""

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
        """Whether something would be done to the environment."""
        return bool(self.events) or self.action in REPLACING

    def without_versions(self, names: set[str]) -> Answer:
        """The same answer, where it must not count which version of these is installed."""
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
    """An answer that is no JSON is only fit for the report of a failure."""
    try:
        told = json.loads(stdout)
    except ValueError:
        return Answer(status, complaint=f"no JSON: {stdout[:2000]}\n{stderr.strip()}")
    if "changes" not in told:
        return Answer(status, complaint=f"{stdout.strip()}\n{stderr.strip()}")
    changes = tuple(told["changes"])
    return Answer(
        status,
        told["action"],
        frozenset(event for change in changes for event in _events(change)),
        tuple(told["findings"]),
        told["in_step"],
        changes,
        told["freshness"],
        stderr.strip(),
    )


def _events(change: dict[str, Any]) -> list[Event]:
    before, after = change["installed"], change["expected"]
    events = [("-", change["name"], before)] if before is not None else []
    return events + ([("+", change["name"], after)] if after is not None else [])


def same_events(uv: frozenset[Event], ours: frozenset[Event]) -> bool:
    """Where uv names no version (a source it did not build yet), any version of ours will do."""
    unnamed = {(sign, name) for sign, name, version in uv if version == "?"}

    def form(events: frozenset[Event]) -> set[Event]:
        return {
            (sign, name, "?" if (sign, name) in unnamed else version)
            for sign, name, version in events
        }

    return form(uv) == form(ours)


def shown(answer: Answer) -> str:
    """One paragraph for the report of a failure."""
    events = ", ".join(f"{sign}{name} {version}" for sign, name, version in sorted(answer.events))
    lines = [f"status {answer.status}, action {answer.action or 'none'}: {events or 'no change'}"]
    lines += [f"  {_line(finding)}" for finding in answer.findings]
    told = answer.complaint.splitlines()
    told = told[-12:] if "Traceback" in answer.complaint else told[:12]
    lines += [f"  | {line}" for line in told]
    return "\n".join(lines)


def _line(finding: dict[str, Any]) -> str:
    return f"{finding['severity']} {finding['code']} {finding.get('package')}: {finding['message']}"
