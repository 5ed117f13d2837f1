"""The commands of the command line and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TypeAlias

from .. import __version__
from .about import ABOUT
from .dependency_options import add_addition, add_removal
from .parser import Parser, command_first, refuse_empty, unknown_command
from .selection_options import add_selection

COMPLETION = "generate-shell-completion"
SHELLS = ("bash", "zsh", "fish", "powershell")

_UPKEEP = ("sweep", "delete", "free", "holders", "verify")

_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def make_parser(first: str = "") -> Parser:
    """The parser of the program, which to save time has only the command that is used.

    Args:
        first: the name of that command. If it is no command, the parser has all commands, so that
            help and errors list them.
    """
    parser = Parser(
        prog="lockstep",
        description="Keep a Python workspace's environment in step with its lockfile.",
        epilog="`lockstep COMMAND --help` shows the options and exit statuses of a command.",
    )
    version = f"lockstep {__version__}"
    parser.add_argument("--version", "-V", action="version", version=version)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, prog=parser.prog
    )
    for name, add in _COMMANDS.items():
        if name == first or first not in _COMMANDS:
            add(commands, name)
    return parser


def _add_check(commands: _Commands, name: str) -> None:
    parser = _command(commands, name)
    parser.add_argument(
        "--files", action="store_true", help="also search for missing files of all packages"
    )
    parser.add_argument(
        "--ask", action="store_true", help="ask uv whether the lockfile fits, which may run builds"
    )
    fits = parser.add_mutually_exclusive_group()
    fits.add_argument(
        "--locked", action="store_true", help="report a lockfile that no longer fits (the default)"
    )
    fits.add_argument(
        "--frozen", action="store_true", help="do not check whether the lockfile still fits"
    )
    _add_python(parser)
    _add_environment(parser)
    _add_common(parser)
    add_selection(parser)


def _add_sync(commands: _Commands, name: str) -> None:
    parser = _changing(commands, name)
    fits = parser.add_mutually_exclusive_group()
    fits.add_argument("--lock", action="store_true", help="lock first, in the same transaction")
    fits.add_argument(
        "--locked", action="store_true", help="refuse a lockfile that no longer fits (the default)"
    )
    fits.add_argument(
        "--frozen", action="store_true", help="do not ask uv whether the lockfile still fits"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change, and change nothing"
    )
    _add_python(parser)


def _add_add(commands: _Commands, name: str) -> None:
    add_addition(_changing(commands, name, selects=False))


def _add_remove(commands: _Commands, name: str) -> None:
    add_removal(_changing(commands, name, selects=False))


def _add_repair(commands: _Commands, name: str) -> None:
    _add_environment(_changing(commands, name))


def _add_recreate(commands: _Commands, name: str) -> None:
    _add_python(_changing(commands, name))


def _add_upkeep(commands: _Commands, name: str) -> None:
    """Add a command that works on an environment, also on one without a project."""
    parser = _command(commands, name)
    _add_common(parser)
    _add_environment(parser)
    if name == "holders":
        parser.add_argument("paths", metavar="PATH", nargs="*", help="only these files")
    if name == "verify":
        parser.add_argument("packages", metavar="PACKAGE", nargs="*", help="only these")


def _add_why(commands: _Commands, name: str) -> None:
    parser = _command(commands, name)
    parser.add_argument("package", metavar="NAME", help="a package, installed or not")
    parser.add_argument("--all", action="store_true", help="show all chains, not only the shortest")
    _add_common(parser)


def _add_doctor(commands: _Commands, name: str) -> None:
    parser = _command(commands, name)
    _add_common(parser)


def _add_purge(commands: _Commands, name: str) -> None:
    parser = _command(commands, name)
    parser.add_argument("--yes", action="store_true", help="delete what is listed")
    _add_format(parser)


def _add_completion(commands: _Commands, name: str) -> None:
    _command(commands, name).add_argument("shell", metavar="SHELL", choices=SHELLS)


def _add_serve(commands: _Commands, name: str) -> None:
    _command(commands, name)


def _add_python(parser: argparse.ArgumentParser) -> None:
    words = "the Python of the environment: a path, a name or a version"
    parser.add_argument("--python", "-p", metavar="PYTHON", default="", help=words)


def _add_environment(parser: argparse.ArgumentParser) -> None:
    words = "an environment that belongs to no project"
    parser.add_argument("--environment", metavar="PATH", default="", help=words)


# In the order of the help.
_COMMANDS: dict[str, Callable[[_Commands, str], None]] = {
    "check": _add_check,
    "sync": _add_sync,
    "add": _add_add,
    "remove": _add_remove,
    "repair": _add_repair,
    "recreate": _add_recreate,
    **dict.fromkeys(_UPKEEP, _add_upkeep),
    "why": _add_why,
    "doctor": _add_doctor,
    "purge": _add_purge,
    COMPLETION: _add_completion,
    "serve": _add_serve,
}


def _command(commands: _Commands, name: str, more: str = "") -> Parser:
    """The parser of a command; `more` is added to the beginning of its help."""
    about = ABOUT[name]
    return commands.add_parser(
        name,
        help=about.summary,
        usage=f"lockstep {name} {about.usage}".rstrip(),
        description=f"{about.opening} {more}".rstrip(),
        epilog=about.epilog,
    )


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line, with the name of the command in `command`.

    Args:
        words: the arguments of the program. `help` as the first one is like `--help`, and options
            may precede the command.

    Raises:
        UsageError: the command, an option or an argument is unknown, missing, or has an invalid
            value, or two options exclude each other.
        SystemExit: help or the version was requested, and has been printed.
    """
    if words[:1] == ["help"]:
        words = [*words[1:], "--help"]
    refuse_empty(words)
    words = command_first(words, _COMMANDS)
    first = words[0] if words else ""
    parser = make_parser(first)
    if first[:1] not in ("", "-") and first not in _COMMANDS:
        raise unknown_command(first, _COMMANDS)
    options, unknown = parser.parse_known_args(words)
    if unknown:
        parser.of_command(options.command).refuse_unknown(unknown)
    return options


def _changing(commands: _Commands, name: str, *, selects: bool = True) -> Parser:
    """Add a command that changes an environment; returns its parser, to add further options.

    Args:
        commands: the commands of the program.
        name: the name of the command.
        selects: add the options of the selection.
    """
    promise = "Whatever happens, the environment is wholly the old one or wholly the new one."
    parser = _command(commands, name, promise)
    _add_common(parser)
    if selects:
        add_selection(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", metavar="PATH", default=".", help="default: this folder")
    _add_format(parser)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")
    loud = parser.add_mutually_exclusive_group()
    loud.add_argument("--quiet", "-q", action="store_true", help="print only errors")
    loud.add_argument(
        "--verbose", "-v", action="store_true", help="print every message, and long lists in full"
    )
