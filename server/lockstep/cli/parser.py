"""The parser of the command line: its errors have a message and a hint, and suggest other words."""

from __future__ import annotations

import argparse
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NoReturn

from ..errors import UsageError
from .help_formatter import HelpFormatter

_NOT_TOGETHER = re.compile(r"argument (\S+?)(?:/\S+)?: not allowed with argument (\S+?)(?:/\S+)?$")
_NO_VALUE = re.compile(r"argument (\S+?)(?:/\S+)?: expected (?:one|at least one) argument")
_NO_CHOICE = re.compile(r"argument (\S+?)(?:/\S+)?: invalid choice: (.+?) \(choose from (.+)\)")
_MISSING = re.compile(r"the following arguments are required: (.+)")
# The options that need no command.
_ALONE = ("-h", "--help", "-V", "--version")


class Parser(argparse.ArgumentParser):
    """A parser that raises a `UsageError` where argparse would print its usage and exit.

    Options cannot be abbreviated, as with uv: a script would break when an option is added.
    """

    def __init__(
        self,
        *,
        prog: str | None = None,
        usage: str | None = None,
        description: str | None = None,
        epilog: str | None = None,
    ) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=epilog,
            formatter_class=HelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Args:
            message: the message of argparse.

        Raises:
            UsageError: always. Common messages are put in words that are the same on every Python;
                others are those of argparse.
        """
        raise UsageError(_clear(message), f"`{self.prog} --help` shows what it takes")

    def all_actions(self) -> Iterator[argparse.Action]:
        """The options and arguments of this parser and of its commands, at any depth."""
        for action in self._actions:
            yield action
            if isinstance(action, argparse._SubParsersAction):
                for parser in action.choices.values():
                    yield from parser.all_actions()

    def of_command(self, command: str) -> Parser:
        """The parser of a command, which must be one of the commands that were added."""
        # argparse has no public way to it.
        commands = next(it for it in self._actions if it.dest == "command")
        found = dict(commands.choices or {})[command]
        assert isinstance(found, Parser)
        return found

    def refuse_unknown(self, words: Iterable[str]) -> None:
        """Refuse the first of the words that argparse could not assign; does nothing without any.

        Args:
            words: these words, in their order.

        Raises:
            UsageError: there is a word; the hint names a similar option.
        """
        for word in words:
            option = word.partition("=")[0]
            close = _nearest_option(option, self._option_string_actions)
            hint = f"did you mean `{close}`? " if close else ""
            noun = "option" if option[:1] == "-" else "argument"
            shown = option if noun == "option" else word
            how = f"{hint}`{self.prog} --help` shows what it takes"
            raise UsageError(f"`{self.prog}` has no {noun} `{shown}`", how)


def command_first(words: Sequence[str], commands: Container[str]) -> Sequence[str]:
    """The words with the command moved before its options, which uv also accepts before it.

    Unchanged if the first word is no option, or is one of the program (`--help`, `--version`), or
    if there is no command.

    Args:
        words: the arguments of the program.
        commands: the names of all commands.
    """
    is_option = bool(words) and words[0].startswith("-") and words[0] not in _ALONE
    at = next((at for at, it in enumerate(words) if it in commands), 0) if is_option else 0
    return [words[at], *words[:at], *words[at + 1 :]] if at else words


def refuse_empty(words: Sequence[str]) -> None:
    """Refuse an empty argument: it is that of a variable which is not set in a script.

    Raises:
        UsageError: there is one.
    """
    for before, word in zip(("", *words), words, strict=False):
        name, equals, value = word.partition("=")
        option = name if name.startswith("--") and equals else before
        if not word or (option is name and not value):
            what = f"{option} needs a value" if option.startswith("-") else "an argument is empty"
            raise UsageError(what, "an empty value is not used: leave it out, or name one")


def unknown_command(word: str, commands: Iterable[str]) -> UsageError:
    """The error for a first word that is no command; its hint names a similar command."""
    close = nearest(word, commands)
    hint = f"did you mean `lockstep {close}`? " if close else ""
    return UsageError(f"there is no command `{word}`", f"{hint}`lockstep --help` lists all")


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known word that is most similar to a word; empty if none is similar enough.

    Args:
        word: the word.
        known: the known words.
        least: the least similarity, from 0 to 1, as the cutoff of `difflib.get_close_matches`.
    """
    # Imported late: only a mistake needs it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=least)), "")


def _nearest_option(word: str, known: Iterable[str]) -> str:
    """The option that is probably meant; empty for a short one, and if none is similar enough."""
    if not word.startswith("--"):
        return ""
    names = {it[2:]: it for it in known if it.startswith("--")}
    longer = (it for name, it in names.items() if name.startswith(word[2:]))
    return next(longer, names.get(nearest(word[2:], names, 0.75), ""))


def _clear(message: str) -> str:
    """The message of argparse in words that are the same on every Python; else unchanged."""
    if found := _NOT_TOGETHER.match(message):
        return f"{found[1]} cannot be used with {found[2]}"
    if found := _NO_VALUE.match(message):
        return f"{found[1]} needs a value"
    if found := _MISSING.match(message):
        return f"{found[1]} is missing"
    if found := _NO_CHOICE.match(message):
        word, choices = found[2].strip("'"), found[3].replace("'", "")
        return f"{found[1]} cannot be `{word}`, only {choices}"
    return message
