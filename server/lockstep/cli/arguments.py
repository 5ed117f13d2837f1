"""The options of the command line. The words of the selection are uv's."""

from __future__ import annotations

import argparse

from .. import __version__
from ..errors import UsageError
from ..model.manifest import normalize
from ..model.selection import Selection

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


def make_parser() -> argparse.ArgumentParser:
    """The parser with every command."""
    parser = argparse.ArgumentParser(
        prog="lockstep",
        description="Keep a Python workspace's environment in step with its lockfile.",
    )
    parser.add_argument("--version", action="version", version=f"lockstep {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="say how the environment differs from the lockfile",
        description="Say how the environment differs from the lockfile, and what puts it right. "
        "Exit status: 0 in step, 1 drift, 2 could not check.",
    )
    check.add_argument(
        "--files", action="store_true", help="also look for every file of every package"
    )
    check.add_argument(
        "--ask", action="store_true", help="let uv say whether the lockfile fits; it may build"
    )
    _add_common(check)
    _add_selection(check)
    _add_changing(commands)
    _add_upkeep(commands)
    commands.add_parser("serve", help="the language server on standard input and output")
    return parser


def _add_changing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that change an environment; all end with the same exit statuses."""
    sync = _changing(commands, "sync", "bring the environment in step with the lockfile")
    fits = sync.add_mutually_exclusive_group()
    fits.add_argument("--lock", action="store_true", help="lock first, in the same transaction")
    fits.add_argument(
        "--locked", action="store_true", help="refuse a lockfile that no longer fits (the default)"
    )
    fits.add_argument(
        "--frozen", action="store_true", help="do not ask whether the lockfile still fits"
    )
    sync.add_argument("--dry-run", action="store_true", help="say what would change, and end")
    add = _changing(commands, "add", "add dependencies to manifest, lockfile and environment")
    add.add_argument("items", metavar="REQUIREMENT", nargs="+")
    remove = _changing(commands, "remove", "remove dependencies from all three")
    remove.add_argument("items", metavar="NAME", nargs="+")
    for parser in (add, remove):
        parser.add_argument("--to-group", metavar="NAME", default="", help="of a dependency group")
        parser.add_argument("--to-extra", metavar="NAME", default="", help="of an extra")
    repair = _changing(
        commands, "repair", "put right what is damaged, installed twice or left over"
    )
    repair.add_argument("--environment", metavar="PATH", default="", help="without a project")
    recreate = _changing(commands, "recreate", "make the environment anew, as a whole")
    recreate.add_argument("--python", metavar="PYTHON", default="", help="a path or a version")


def _add_upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that need no project."""
    for name, words in (
        ("sweep", "delete what earlier syncs set aside, where nobody holds it any more"),
        ("delete", "delete the environment, whoever holds files of it"),
        ("free", "swap every held file, so that any installer can delete what is there"),
        ("holders", "say which programs hold files of the environment"),
        ("verify", "hold every installed file against the hash it was installed with"),
    ):
        parser = commands.add_parser(name, help=words, description=f"{words.capitalize()}.")
        _add_common(parser)
        parser.add_argument("--environment", metavar="PATH", default="", help="without a project")
        if name == "holders":
            parser.add_argument("paths", metavar="PATH", nargs="*", help="only these files")
        if name == "verify":
            parser.add_argument("packages", metavar="PACKAGE", nargs="*", help="only these")


def _changing(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}. Whatever happens, the environment is wholly "
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
