"""`check --format json` has every field of the contract, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lockstep.cli.main import main
from tests.json_schema import read_json
from tests.picture_projects import VARIABLES, build
from tests.pictures import parse

CASES = Path(__file__).parents[1] / "cases" / "drift"
pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]

REPORT = ["schema", "project", "environment", "manifest", "lockfile", "installer", "selection"]
REPORT += ["in_step", "freshness", "action", "findings", "changes", "error"]
FINDING = ["code", "severity", "message", "package", "installed", "expected", "path", "range"]
FINDING += ["related", "fixes"]


def report(capsys: Capture, folder: Path, drawn: str, *options: str) -> dict[str, Any]:
    """The JSON report of a picture's project."""
    picture = parse((CASES / f"{drawn}.txt").read_text(encoding="utf-8"))
    build(picture, folder)
    with pytest.MonkeyPatch.context() as variables:
        for name, value in VARIABLES.items():
            variables.setenv(name, value)
        main(["check", "--format", "json", "--project", str(folder), *picture.options(), *options])
    found = read_json(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_every_field_of_a_report(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "package_version")
    assert list(found) == REPORT
    assert found["schema"] == 1
    assert found["project"] == str(tmp_path)
    assert found["environment"] == str(tmp_path / ".venv")
    assert found["manifest"] == str(tmp_path / "pyproject.toml")
    assert found["lockfile"] == str(tmp_path / "uv.lock")
    assert (found["installer"], found["in_step"], found["action"]) == ("uv", False, "check")
    assert found["changes"] == [{"name": "idna", "installed": "3.9", "expected": "3.10"}]


@pytest.mark.parametrize(
    ("drawn", "state"),
    [
        ("package_version", "fresh"),
        ("lockfile_stale", "stale"),
        ("lockfile_unsure", "unsure"),
        ("lockfile_missing", "unsure"),
        ("lockfile_unreadable", "unsure"),
        ("manifest_unreadable", "unsure"),
    ],
)
def test_freshness(capsys: Capture, tmp_path: Path, drawn: str, state: str) -> None:
    assert report(capsys, tmp_path, drawn)["freshness"] == state


def test_every_field_of_a_finding(capsys: Capture, tmp_path: Path) -> None:
    (finding,) = report(capsys, tmp_path, "package_version")["findings"]
    assert list(finding) == FINDING
    related = finding.pop("related")
    assert finding == {
        "code": "package-version",
        "severity": "warning",
        "message": "idna 3.9 is installed, but 3.10 is pinned",
        "package": "idna",
        "installed": "3.9",
        "expected": "3.10",
        "path": str(tmp_path / "pyproject.toml"),
        "range": {"start": {"line": 5, "character": 4}, "end": {"line": 5, "character": 10}},
        "fixes": ["sync"],
    }
    (place,) = related
    assert place["path"] == str(tmp_path / "uv.lock")
    assert place["message"] == "idna 3.10 is pinned here"
    assert place["range"]["start"] == {"line": 13, "character": 0}


def test_unknown_values_are_null(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "package_missing")
    assert found["changes"] == [{"name": "idna", "installed": None, "expected": "3.10"}]
    assert found["findings"][0]["installed"] is None
    (tmp_path / "uv.lock").unlink()
    (missing,) = checked_report(capsys, tmp_path)["findings"]
    assert (missing["package"], missing["expected"]) == (None, None)


def checked_report(capsys: Capture, folder: Path) -> dict[str, Any]:
    main(["check", "--format", "json", "--project", str(folder)])
    found = read_json(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_positions_count_utf16_units(capsys: Capture, tmp_path: Path) -> None:
    (finding,) = report(capsys, tmp_path, "astral")["findings"]
    manifest = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    line = manifest.splitlines()[4]
    before = line[: line.index('"idna"')]
    start = finding["range"]["start"]
    assert start == {"line": 4, "character": len(before.encode("utf-16-le")) // 2}
    assert start["character"] > len(before)


def test_a_new_environment_is_created(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "environment_missing")
    assert (found["action"], found["in_step"]) == ("create", False)
    assert found["findings"][0]["fixes"] == ["sync"]


def test_another_python_replaces_it(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "python_required")
    assert found["action"] == "replace"
    assert found["findings"][0]["installed"] == "3.11.2"


def test_the_selection_is_reported(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "extra_chosen", "--no-dev", "--no-default-groups")
    assert found["selection"] == {
        "extras": ["net"],
        "no-extras": [],
        "groups": [],
        "no-groups": ["dev"],
        "only-groups": [],
        "default-groups": False,
        "packages": [],
        "inexact": False,
        "editable": True,
        "no-install-project": False,
        "no-install-workspace": False,
        "no-install-local": False,
        "no-install-packages": [],
    }


def test_a_failed_check_is_not_in_step(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "lockfile_missing")
    assert (found["in_step"], found["changes"]) == (False, [])


def test_changes_are_sorted_by_name(capsys: Capture, tmp_path: Path) -> None:
    found = report(capsys, tmp_path, "workspace_all")
    names = [it["name"] for it in found["changes"]]
    assert names == sorted(names)
    assert len(names) == 5


def test_the_same_input_gives_the_same_output(capsys: Capture, tmp_path: Path) -> None:
    first = report(capsys, tmp_path, "workspace_all")
    assert checked_report(capsys, tmp_path)["project"] == first["project"]
    assert checked_report(capsys, tmp_path) == checked_report(capsys, tmp_path)


@pytest.mark.parametrize("drawn", sorted(it.stem for it in CASES.glob("*.txt")))
def test_every_picture_conforms_to_the_schema(capsys: Capture, tmp_path: Path, drawn: str) -> None:
    assert report(capsys, tmp_path, drawn)["schema"] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"freshness": "maybe"},
        {"findings": [{"code": "x"}]},
        {"error": {"code": "usage", "message": "", "hint": ""}},
        {"schema": 2},
    ],
)
def test_the_schema_can_refuse(capsys: Capture, tmp_path: Path, change: dict[str, Any]) -> None:
    found = report(capsys, tmp_path, "package_version")
    with pytest.raises(ValueError, match="data"):
        read_json(json.dumps({**found, **change}))


def test_the_examples_of_the_documents_conform_to_the_schema() -> None:
    docs = Path(__file__).parents[2] / "docs"
    found = []
    for name in ("command-line.md", "protocol.md"):
        text = (docs / name).read_text(encoding="utf-8")
        examples = re.findall(r"^```json\n(.+?)^```", text, re.MULTILINE | re.DOTALL)
        found += [it for it in examples if '"schema"' in it]
    for example in found:
        assert read_json(example)["schema"] == 1
    assert len(found) >= 3
