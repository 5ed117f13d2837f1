"""The options of the command line. The words of the selection are uv's."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from .. import __version__
from ..errors import UsageError
from ..model.manifest import normalize
from ..model.selection import Selection
from .help_formatter import HelpFormatter

_SELECTION = (
    ("--extra", "extra", "include an extra"),
    ("--no-extra", "no_extra", "leave out an extra, with --all-extras"),
    ("--group", "group", "include a dependency group"),
    ("--no-group", "no_group", "leave out a dependency group"),
    ("--only-group", "only_group", "only a dependency group, not the project"),
    ("--package", "package", "for a member of the workspace"),
)
_SWITCHES = (
    ("--all-extras", "include every extra"),
    ("--all-groups", "include every dependency group"),
    ("--no-default-groups", "leave out the default groups"),
    ("--only-dev", "only the group dev, not the project"),
    ("--all-packages", "for every member of the workspace"),
)
_UPKEEP = {
    "sweep": "delete files that earlier syncs set aside and that are no longer in use",
    "delete": "delete the environment, also while programs use its files",
    "free": "replace every held file by a copy, so that any installer can delete it",
    "holders": "list the programs that hold files of the environment",
    "verify": "compare every installed file with its hash in RECORD",
}

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def make_parser(first: str = "") -> argparse.ArgumentParser:
    """The parser for a first argument: only with the command that it names, to save time.

    If it names none, the parser has every command, so that help and errors list them all.
    """
    parser = argparse.ArgumentParser(
        prog="lockstep",
        description="Keep a Python workspace's environment in step with its lockfile.",
        formatter_class=HelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"lockstep {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, prog=parser.prog
    )
    for name, add in _COMMANDS.items():
        if name == first or first not in _COMMANDS:
            add(commands, name)
    return parser


def _add_check(commands: _Commands, name: str) -> None:
    parser = _command(
        commands,
        name,
        "show how the environment differs from the lockfile",
        "Show how the environment differs from the lockfile, and the command that repairs it. "
        "Exit status: 0 in step, 1 drift, 2 could not check.",
    )
    parser.add_argument(
        "--files", action="store_true", help="also search for missing files of all packages"
    )
    parser.add_argument(
        "--ask", action="store_true", help="ask uv whether the lockfile fits, which may run builds"
    )
    _add_common(parser)
    _add_selection(parser)


def _add_sync(commands: _Commands, name: str) -> None:
    parser = _changing(commands, name, "bring the environment in step with the lockfile")
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


def _add_add(commands: _Commands, name: str) -> None:
    words = "add dependencies to manifest, lockfile and environment"
    _add_items(_changing(commands, name, words), "REQUIREMENT")


def _add_remove(commands: _Commands, name: str) -> None:
    _add_items(
        _changing(commands, name, "remove dependencies from manifest, lockfile and environment"),
        "NAME",
    )


def _add_items(parser: argparse.ArgumentParser, metavar: str) -> None:
    parser.add_argument("items", metavar=metavar, nargs="+")
    parser.add_argument("--to-group", metavar="NAME", default="", help="of a dependency group")
    parser.add_argument("--to-extra", metavar="NAME", default="", help="of an extra")


def _add_repair(commands: _Commands, name: str) -> None:
    words = "repair packages that are damaged or installed twice, and remove leftovers"
    _add_environment(_changing(commands, name, words))


def _add_recreate(commands: _Commands, name: str) -> None:
    parser = _changing(commands, name, "replace the environment by a new one")
    parser.add_argument("--python", metavar="PYTHON", default="", help="a path or a version")


def _add_upkeep(commands: _Commands, name: str) -> None:
    """A command that needs no project."""
    words = _UPKEEP[name]
    parser = _command(commands, name, words, f"{words.capitalize()}.")
    _add_common(parser)
    _add_environment(parser)
    if name == "holders":
        parser.add_argument("paths", metavar="PATH", nargs="*", help="only these files")
    if name == "verify":
        parser.add_argument("packages", metavar="PACKAGE", nargs="*", help="only these")


def _add_serve(commands: _Commands, name: str) -> None:
    _command(commands, name, "run the language server on standard input and output")


def _add_environment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--environment", metavar="PATH", default="", help="without a project")


# In the order of the help.
_COMMANDS: dict[str, Callable[[_Commands, str], None]] = {
    "check": _add_check,
    "sync": _add_sync,
    "add": _add_add,
    "remove": _add_remove,
    "repair": _add_repair,
    "recreate": _add_recreate,
    **dict.fromkeys(_UPKEEP, _add_upkeep),
    "serve": _add_serve,
}


def _command(
    commands: _Commands, name: str, words: str, description: str | None = None
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=words, description=description, formatter_class=HelpFormatter
    )


def _changing(commands: _Commands, name: str, words: str) -> argparse.ArgumentParser:
    """A command that changes an environment; all of them end with the same exit statuses."""
    parser = _command(
        commands,
        name,
        words,
        f"{words[0].upper()}{words[1:]}. Whatever happens, the environment is wholly "
        "the old one or wholly the new one. Exit status: 0 done or nothing to do, 1 restored or "
        "failed, 2 could not run, 3 refused because held, 130 cancelled.",
    )
    _add_common(parser)
    _add_selection(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", metavar="PATH", default=".", help="default: this folder")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _add_selection(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("selection", "which extras, groups and members it is for")
    for option, name, words in _SELECTION:
        group.add_argument(
            option, dest=name, metavar="NAME", action="append", default=[], help=words
        )
    for option, words in _SWITCHES:
        group.add_argument(option, action="store_true", help=words)
    # Of these two the last one counts, as with uv.
    group.add_argument("--dev", action="store_true", default=None, help="include the group dev")
    group.add_argument("--no-dev", dest="dev", action="store_false", help="leave out the group dev")


def selection_of(options: argparse.Namespace) -> Selection | None:
    """What was asked for; None where nothing was, so that the project's own selection counts."""
    _check_together(options)
    dev = ("dev",)
    selection = Selection(
        extras=(*_all("extras", options), *_names(options.extra)),
        no_extras=_names(options.no_extra),
        groups=(
            *_all("groups", options),
            *_names(options.group),
            *(dev if options.dev is True else ()),
        ),
        no_groups=(*_names(options.no_group), *(dev if options.dev is False else ())),
        only_groups=(*_names(options.only_group), *(dev if options.only_dev else ())),
        default_groups=not options.no_default_groups,
        packages=(*_all("packages", options), *_names(options.package)),
    )
    return None if selection == Selection() else selection


def _check_together(options: argparse.Namespace) -> None:
    """Only groups, or the project and more: uv refuses both at once, and so do we."""
    only = "--only-dev" if options.only_dev else "--only-group" if options.only_group else ""
    others = {
        "--extra": options.extra,
        "--all-extras": options.all_extras,
        "--group": options.group,
        "--all-groups": options.all_groups,
        "--dev": options.dev is True,
    }
    for name, value in others.items():
        if only and value:
            raise UsageError(f"{only} cannot be used with {name}", "leave one of them out")


def _all(kind: str, options: argparse.Namespace) -> tuple[str, ...]:
    return ("*",) if getattr(options, f"all_{kind}") else ()


def _names(names: list[str]) -> tuple[str, ...]:
    return tuple(normalize(name) for name in names)
