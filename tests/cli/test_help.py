"""The parser of one command has the same help as the parser of all commands."""

from __future__ import annotations

import argparse
import shutil

import pytest

from lockstep.cli.arguments import make_parser
from lockstep.cli.help_formatter import columns


def help_of_commands(parser: argparse.ArgumentParser) -> dict[str, str]:
    # argparse has no public access to the parsers of commands.
    found = next(it.choices for it in parser._actions if it.dest == "command")
    return {name: it.format_help() for name, it in dict(found or {}).items()}


EVERY = help_of_commands(make_parser())


@pytest.mark.parametrize("command", EVERY)
def test_one_command(command: str) -> None:
    assert help_of_commands(make_parser(command)) == {command: EVERY[command]}


@pytest.mark.parametrize("first", ["", "--help", "--version", "no-such", "chec"])
def test_all_commands_are_listed_without_a_command(first: str) -> None:
    parser = make_parser(first)
    assert help_of_commands(parser) == EVERY
    assert {*EVERY} <= {*parser.format_help().split()}


@pytest.mark.parametrize("command", EVERY)
def test_the_usage_of_the_program_is_the_same(command: str) -> None:
    # argparse prints the usage before the message about an unknown option.
    assert make_parser(command).format_usage() == make_parser().format_usage()


@pytest.mark.parametrize("value", [None, "", "0", "-3", "x", "37", " 50 "])
def test_the_width_equals_shutil_s(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if value is not None:
        monkeypatch.setenv("COLUMNS", value)
    assert columns() == shutil.get_terminal_size().columns
