"""Wrong command lines: one message, a hint with the nearest word, and an object as JSON."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import lockstep
from lockstep.cli.about import ABOUT
from lockstep.cli.arguments import make_parser, parse
from lockstep.cli.main import main
from lockstep.cli.output import is_colored
from tests.json_schema import read_json

Capture = pytest.CaptureFixture[str]

WRONG = [
    ("chekc", "there is no command `chekc`", "did you mean `lockstep check`?"),
    ("nothing-like-it", "there is no command `nothing-like-it`", "`lockstep --help` lists all"),
    ("sync --frozzen", "`lockstep sync` has no option `--frozzen`", "did you mean `--frozen`?"),
    ("sync --no-inst", "`lockstep sync` has no option `--no-inst`", "did you mean `--no-install-"),
    ("sync --zzz=1", "`lockstep sync` has no option `--zzz`", "`lockstep sync --help`"),
    ("sync more", "`lockstep sync` has no argument `more`", "`lockstep sync --help`"),
    ("add x --dev --group a", "--group cannot be used with --dev", "`lockstep add --help`"),
    ("sync --only-dev --no-dev", "--only-dev cannot be used with --no-dev", "leave one"),
    ("sync --lock --frozen", "--frozen cannot be used with --lock", "`lockstep sync --help`"),
    ("check -q -v", "--verbose cannot be used with --quiet", "`lockstep check --help`"),
    ("check --extra", "--extra needs a value", "`lockstep check --help`"),
    ("check --format xml", "--format cannot be `xml`, only text, json", "`lockstep check --help`"),
    ("remove", "NAME is missing", "`lockstep remove --help`"),
    ("serve more", "`lockstep serve` has no argument `more`", "`lockstep serve --help`"),
    ("sync --foo", "`lockstep sync` has no option `--foo`", "`lockstep sync --help`"),
    ("check --package a --all-packages", "--all-packages cannot be used with --package", "leave"),
    ("delete --environment=", "--environment needs a value", "an empty value is not used"),
    ("add -r -", "requirements cannot be read from `-`", "write them into a file"),
    ("add -c /dev/stdin x", "requirements cannot be read from `/dev/stdin`", "write them"),
    ("add", "no package is named", "`lockstep add NAME` names one"),
]


@pytest.mark.parametrize(("words", "message", "hint"), WRONG, ids=[it[0] for it in WRONG])
def test_a_wrong_command_line(capsys: Capture, words: str, message: str, hint: str) -> None:
    assert main(words.split()) == 2
    told = capsys.readouterr()
    first, _, rest = told.err.partition("\n")
    assert (told.out, first) == ("", f"lockstep: {message}")
    assert rest.strip().startswith(hint)


@pytest.mark.parametrize("words", [["delete", "--environment", ""], ["verify", ""], ["", "-q"]])
def test_an_empty_argument(capsys: Capture, words: list[str]) -> None:
    """It is that of a variable which is not set: `delete` must not take the project's own."""
    assert main(words) == 2
    assert "an empty value is not used" in capsys.readouterr().err


def test_a_value_that_ends_with_an_equals_sign_is_not_empty() -> None:
    index = "https://index.example/simple?token=YWJj="
    assert parse(["add", "six", f"--index={index}", "--marker", "=="]).uv_index == [index]


@pytest.mark.parametrize("words", ["sync --frozzen --format json", "check --format=json --extra"])
def test_a_wrong_command_line_as_json(capsys: Capture, words: str) -> None:
    assert main(words.split()) == 2
    told = capsys.readouterr()
    found = read_json(told.out)
    assert told.err == ""
    assert found["schema"] == 1
    assert found["error"].keys() == {"code", "message", "hint"}
    assert found["error"]["code"] == "usage"


def test_without_a_project_there_is_an_object_too(capsys: Capture, tmp_path: Path) -> None:
    assert main(["sync", "--format", "json", "--project", str(tmp_path)]) == 2
    assert read_json(capsys.readouterr().out)["error"]["code"] == "project-not-found"


@pytest.mark.parametrize("words", ["--format json check", "-q --format=json check"])
def test_options_may_come_before_the_command(capsys: Capture, tmp_path: Path, words: str) -> None:
    assert main([*words.split(), "--project", str(tmp_path)]) == 2
    assert read_json(capsys.readouterr().out)["error"]["code"] == "project-not-found"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_is_no_bug(tmp_path: Path, stream: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m lockstep check --format json {stream}>&-"
    server = str(Path(lockstep.__file__).parents[1])
    ended = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "a bug in Lockstep" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_words_the_help_is_shown(capsys: Capture) -> None:
    assert main([]) == 2
    assert "sync" in capsys.readouterr().out


@pytest.mark.parametrize("name", ABOUT)
def test_help_is_an_option_and_a_word(capsys: Capture, name: str) -> None:
    shown = []
    for words in (["help", name], [name, "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert f"usage: lockstep {name}" in shown[0]
    assert "exit status:\n  0 " in shown[0]


def test_every_command_has_its_own_part_of_the_help() -> None:
    parser = make_parser()
    commands = next(it.choices for it in parser._actions if it.dest == "command")
    assert {*dict(commands or {})} == {*ABOUT}


@pytest.mark.parametrize("name", ABOUT)
def test_every_example_is_a_right_command_line(name: str) -> None:
    for example, _ in ABOUT[name].examples:
        words = example.replace("'", "").partition(" | ")[0].split()
        _, unknown = make_parser(name).parse_known_args(words)
        assert (words[0], unknown) == (name, [])


class Terminal:
    """A stream that says whether it is a terminal."""

    def __init__(self, *, is_one: bool) -> None:
        self._is_one = is_one

    def isatty(self) -> bool:
        return self._is_one


@pytest.mark.parametrize(
    ("is_terminal", "variables", "colored"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colors(*, is_terminal: bool, variables: dict[str, str], colored: bool) -> None:
    stream = Terminal(is_one=is_terminal)
    assert is_colored(stream, variables) is colored  # type: ignore[arg-type]
