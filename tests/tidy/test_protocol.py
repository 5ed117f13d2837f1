"""docs/protocol.md agrees with the code: commands, outcomes, settings, messages, examples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from lockstep.lsp import protocol
from lockstep.lsp.command_arguments import INTENTS
from lockstep.lsp.protocol import state_payload, status_payload
from lockstep.lsp.settings import KEYS
from lockstep.model.as_json import holders_object, outcome_object, verified_object
from lockstep.model.holder import Holder
from lockstep.model.intent import IntentKind
from lockstep.model.outcome import Outcome, OutcomeKind
from lockstep.model.report import BadFile, Verified
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.snapshot import Snapshot
from lockstep.project.uv.pythons import Python
from tests.badinput.projects import make_project

from .rules import HOUSE

TEXT = (HOUSE / "docs" / "protocol.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
_EXAMPLE = re.compile(r"^```json\n(.+?)^```", re.MULTILINE | re.DOTALL)


def section(heading: str) -> str:
    """The text below a heading, up to the next one of its level."""
    rank = heading.split(" ")[0]
    found = re.split(rf"^{rank} ", TEXT.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)
    return found[0]


def rows(heading: str) -> list[str]:
    """The first column of the tables in a section."""
    return _ROW.findall(section(heading))


def example(heading: str) -> dict[str, Any]:
    """The first JSON example in a section."""
    found = _EXAMPLE.search(section(heading))
    assert found, f"{heading} has no example"
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_every_command_and_every_outcome() -> None:
    outcomes = get_args(OutcomeKind)
    assert sorted(rows("## Commands")) == sorted([*protocol.COMMANDS, *outcomes])


def test_every_request_has_a_command() -> None:
    assert set(INTENTS.values()) == set(get_args(IntentKind))


def test_every_setting() -> None:
    assert rows("## Settings") == list(KEYS)


def test_every_option_of_initialize() -> None:
    assert rows("## `initialize`") == ["trusted", "settings", "release", "commands"]


def test_every_message() -> None:
    expected = re.findall(r"^### `([^`]+)`$", section("## Custom messages"), re.MULTILINE)
    assert expected == [protocol.STATUS, protocol.RELEASE, protocol.RESUME, protocol.STATE]


def test_the_example_of_a_release() -> None:
    expected = protocol.release_payload("", Outcome("refused", ""))
    assert example("### `lockstep/release`").keys() == expected.keys() == mirrored("Blocked")


def test_the_example_of_an_outcome() -> None:
    expected = outcome_object(Outcome("done", "")).keys()
    assert list(example("## Commands")) == list(expected)


def test_the_example_of_the_status() -> None:
    expected = status_payload((), busy=False, warning="", syncing={})
    assert list(example("### `lockstep/status`")) == list(expected)


@pytest.mark.usefixtures("simulated_linux")
def test_the_example_of_the_state(tmp_path: Path) -> None:
    make_project(tmp_path)
    snapshot = Snapshot(str(tmp_path), 1, *Checker({}).check(CheckRequest(str(tmp_path))))
    (expected,) = state_payload([snapshot], trusted=True)["projects"]
    shown = example("### `lockstep/state`")
    assert list(shown) == list(expected)[-len(shown) :]
    assert list(shown["choices"]) == list(expected["choices"])
    assert list(shown["packages"][0]) == list(expected["packages"][0])


def test_the_sections_are_not_empty() -> None:
    assert rows("## Custom messages") == []
    assert "lockstep.sync" in section("## Commands")
    assert "lockstep.sync" not in section("## Settings")


MIRROR = (HOUSE / "extension" / "src" / "protocol.ts").read_text(encoding="utf-8")


def mirrored(interface: str) -> set[str]:
    """The fields of an interface in the extension's copy of the protocol."""
    found = re.search(
        rf"^export interface {interface} {{$(.+?)^}}", MIRROR, re.MULTILINE | re.DOTALL
    )
    assert found, f"protocol.ts has no {interface}"
    return set(re.findall(r'^  readonly "?([\w-]+)"?\??:', found[1], re.MULTILINE))


def test_the_mirror_has_every_command_and_message() -> None:
    named = set(re.findall(r'"(lockstep[./]\w+)"', MIRROR))
    assert named == {
        *protocol.COMMANDS,
        *(protocol.STATUS, protocol.RELEASE, protocol.RESUME, protocol.STATE),
    }


def test_the_mirror_has_the_fields_of_the_examples() -> None:
    status, state = example("### `lockstep/status`"), example("### `lockstep/state`")
    assert mirrored("Status") == status.keys()
    assert mirrored("EnvironmentStatus") == status["environments"][0].keys()
    assert mirrored("Package") == state["packages"][0].keys()
    assert mirrored("Choices") == state["choices"].keys()
    assert mirrored("Outcome") <= example("## Commands").keys()
    assert mirrored("Installer") == example("## Commands")["installer"].keys()


def test_the_mirror_has_the_answers_to_questions() -> None:
    holders = example("### `lockstep.holders`")
    assert holders.keys() == holders_object("", ()).keys()
    assert mirrored("Holders") == holders.keys() - {"schema"}
    assert mirrored("Holder") == holders["holders"][0].keys() == set(Holder._fields)
    assert mirrored("EndedHolder") == example("### `lockstep.endHolder`").keys()
    verified = example("### `lockstep.verify`")
    assert verified.keys() == verified_object(Verified(0, 0)).keys()
    assert mirrored("Verified") == verified.keys() - {"schema"}
    assert mirrored("BadFile") == verified["bad"][0].keys() == set(BadFile._fields)
    pythons = example("### `lockstep.pythons`")
    assert mirrored("Pythons") == pythons.keys()
    assert mirrored("Python") == pythons["pythons"][0].keys() == set(Python._fields)


def test_the_mirror_has_the_fields_of_a_report() -> None:
    text = (HOUSE / "docs" / "command-line.md").read_text(encoding="utf-8")
    report = json.loads(re.findall(r"^```json\n(.+?)^```", text, re.MULTILINE | re.DOTALL)[-1])
    extra = example("### `lockstep/state`").keys()
    assert mirrored("Report") == {*(report.keys() - {"schema", "error"}), *extra}
    assert mirrored("Finding") == report["findings"][0].keys() - {"related"}
    assert mirrored("Change") == report["changes"][0].keys()
    assert mirrored("Selection") == report["selection"].keys()
