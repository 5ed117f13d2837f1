"""The parser that has one command says what the parser with every command says."""

from __future__ import annotations

import argparse
import shutil

import pytest

from lockstep.cli.arguments import make_parser
from lockstep.cli.help_formatter import columns


def help_of_commands(parser: argparse.ArgumentParser) -> dict[str, str]:
    # argparse tells the parsers of commands in no public way.
    found = next(it.choices for it in parser._actions if it.dest == "command")
    return {name: it.format_help() for name, it in dict(found or {}).items()}


EVERY = help_of_commands(make_parser())


@pytest.mark.parametrize("command", EVERY)
def test_one_command(command: str) -> None:
    assert help_of_commands(make_parser(command)) == {command: EVERY[command]}


@pytest.mark.parametrize("first", ["", "--help", "--version", "no-such", "chec"])
def test_every_command_where_none_is_named(first: str) -> None:
    parser = make_parser(first)
    assert help_of_commands(parser) == EVERY
    assert all(f"    {name} " in parser.format_help() for name in EVERY)


@pytest.mark.parametrize("command", EVERY)
def test_the_usage_of_the_program_is_the_same(command: str) -> None:
    # With it argparse begins the message about an unknown option.
    assert make_parser(command).format_usage() == make_parser().format_usage()


@pytest.mark.parametrize("told", [None, "", "0", "-3", "x", "37", " 50 "])
def test_the_width_is_that_of_shutil(told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if told is not None:
        monkeypatch.setenv("COLUMNS", told)
    assert columns() == shutil.get_terminal_size().columns
