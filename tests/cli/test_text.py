"""The text report: golden files of whole outputs, and color only where it is wanted."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lockstep.cli.arguments import make_parser
from lockstep.cli.selection_options import selection_of
from lockstep.cli.text import report_text
from lockstep.model.text import plain
from lockstep.project.checker import Checker, CheckRequest
from tests.picture_projects import VARIABLES, build
from tests.pictures import parse, pictures

CASES = Path(__file__).parents[1] / "cases"
REPORTS = CASES / "reports"
pytestmark = pytest.mark.usefixtures("simulated_linux")

SHOWN = ["in_step", "transitive", "workspace_all", "package_duplicate", "package_damaged"]
SHOWN += ["environment_missing", "environment_incomplete", "environment_data", "lockfile_missing"]
SHOWN += ["lockfile_stale_python", "lockfile_unreadable", "manifest_unreadable", "python_required"]
SHOWN += ["settings", "package_unexpected", "extra_chosen", "python_version_file"]


def text_of(name: str, folder: Path, *, colored: bool) -> str:
    """The output of `check` in the folder of a picture's project."""
    picture = parse((CASES / "drift" / f"{name}.txt").read_text(encoding="utf-8"))
    folder.mkdir()
    build(picture, folder)
    options = make_parser().parse_args(["check", *picture.options()])
    report = Checker(VARIABLES).check(CheckRequest(str(folder), selection_of(options))).report
    os.chdir(folder)
    text = report_text(report, colored=colored)
    return "".join(f"{line.rstrip()}\n" for line in text.replace(str(folder), "$ROOT").splitlines())


@pytest.mark.parametrize("name", SHOWN)
def test_report(
    name: str,
    tmp_path: Path,
    update: bool,  # noqa: FBT001 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = text_of(name, tmp_path / "app", colored=False)
    path = REPORTS / f"{name}.txt"
    if update:
        REPORTS.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text.replace("\\", "/") == path.read_text(encoding="utf-8")


def test_no_golden_file_is_unused() -> None:
    assert [it.stem for it in pictures(REPORTS)] == sorted(SHOWN)


def test_color_only_adds_color(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    colored = text_of("transitive", tmp_path / "app", colored=True)
    plain = re.sub(r"\x1b\[\d+m", "", colored)
    assert "\x1b[33m" in colored
    assert plain == (REPORTS / "transitive.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["lockfile_unreadable", "lockfile_version_2"])
def test_the_proposed_command_is_accepted_by_uv(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`uv lock` and `uv sync` both fail on a lockfile that cannot be read."""
    monkeypatch.chdir(tmp_path)
    assert "next: uv sync" not in text_of(name, tmp_path / "app", colored=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\x1b[2J\x9b", "a\\x1b[2J\\x9b"),
        # A path in the locale C: UTF-8 that was not decoded, a control character, a wrong byte.
        ("Projekt\udcc3\udca4", "Projektä"),
        ("\udcc2\udc85", "\\x85"),
        ("\udcff", "\\xff"),
        # Half of a character, as Windows allows in names.
        ("\ud800\udcc3\udca4", "\ud800ä"),
    ],
)
def test_texts_for_a_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown
