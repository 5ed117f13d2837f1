"""The options of `add` and `remove`; their words and their meaning are uv's."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable

from ..errors import UsageError
from ..model.intent import Intent
from ..model.manifest import normalize
from ..project.uv.selected import is_set

# The options that uv gets as they are: the name, a placeholder (empty for a switch), the help.
_VALUES = (
    ("--extra", "NAME", "an extra of the dependency"),
    ("--marker", "MARKER", "apply a marker to all of them"),
    ("--bounds", "KIND", "the version specifier: lower, major, minor or exact"),
    ("--rev", "COMMIT", "the commit of a git dependency"),
    ("--tag", "TAG", "the tag of a git dependency"),
    ("--branch", "BRANCH", "the branch of a git dependency"),
    ("--requirements", "FILE", "add what a file lists"),
    ("--constraints", "FILE", "constrain the versions by a file"),
    ("--index", "URL", "a further package index"),
    ("--default-index", "URL", "the package index in place of PyPI"),
    ("--prerelease", "MODE", "whether prereleases are allowed"),
    ("--resolution", "MODE", "which of the possible versions to choose"),
    ("--exclude-newer", "DATE", "only versions up to a date"),
    ("--upgrade-package", "NAME", "upgrade a package in the lockfile"),
)
_SHORT = {
    "--marker": "-m",
    "--requirements": "-r",
    "--constraints": "-c",
    "--upgrade-package": "-P",
}
_STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
_SWITCHES = (
    ("--editable", "install them as editable"),
    ("--no-editable", "do not install them as editable"),
    ("--raw", "write the requirements as they are given"),
    ("--lfs", "use Git LFS"),
    ("--workspace", "make a path a member of the workspace"),
    ("--no-workspace", "do not make a path a member of the workspace"),
    ("--upgrade", "upgrade all packages in the lockfile"),
    ("--offline", "do not use the network"),
)


def add_addition(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments of `lockstep add` to its parser."""
    words = "a requirement, a path, a URL, or git+URL"
    parser.add_argument("items", metavar="REQUIREMENT", nargs="*", help=words)
    _add_list(parser)
    group = parser.add_argument_group("options of uv add")
    for option, metavar, words in _VALUES:
        names = (option, _SHORT[option]) if option in _SHORT else (option,)
        group.add_argument(
            *names, dest=_dest(option), metavar=metavar, action="append", default=[], help=words
        )
    for option, words in _SWITCHES:
        group.add_argument(option, dest=_dest(option), action="store_true", help=words)


def add_removal(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments of `lockstep remove` to its parser."""
    parser.add_argument("items", metavar="NAME", nargs="+")
    _add_list(parser)


def _add_list(parser: argparse.ArgumentParser) -> None:
    """Add the options for the list in the manifest, and for its member."""
    lists = parser.add_mutually_exclusive_group()
    lists.add_argument("--dev", action="store_true", help="of the dependency group dev")
    lists.add_argument("--group", metavar="NAME", default="", help="of a dependency group")
    lists.add_argument("--optional", metavar="EXTRA", default="", help="of an extra")
    parser.add_argument("--package", metavar="NAME", default="", help="of a workspace member")


def dependencies_of(options: argparse.Namespace) -> Intent:
    """The intent of a parsed `add` or `remove`; it is not validated (`Intent.problem`).

    Without an option for the list in the manifest, UV_DEV selects the group `dev`, as in uv.

    Raises:
        UsageError: UV_DEV is no boolean.
        OSError: the current folder does not exist any more.
    """
    has_list = options.dev or options.group or options.optional
    is_dev = options.dev or (not has_list and is_set("UV_DEV", os.environ))
    return Intent(
        options.command,
        tuple(options.items),
        group="dev" if is_dev else options.group,
        extra=options.optional,
        member=normalize(options.package) if options.package else "",
        options=_for_uv(options) if options.command == "add" else (),
        folder=os.getcwd(),
    )


def _refuse_streams(files: Iterable[str]) -> None:
    """Refuse files of requirements that uv could not read: it runs in the background.

    Raises:
        UsageError: one of them is standard input, or a file descriptor of the shell.
    """
    for file in files:
        if file == "-" or file.startswith(_STREAMS):
            what = f"requirements cannot be read from `{file}`"
            raise UsageError(what, "write them into a file, and name that")


def _for_uv(options: argparse.Namespace) -> tuple[str, ...]:
    _refuse_streams(vars(options)[_dest("--requirements")])
    _refuse_streams(vars(options)[_dest("--constraints")])
    found: list[str] = []
    for option, _, _ in _VALUES:
        # In one text, so that no value is taken for an option.
        found += [f"{option}={value}" for value in getattr(options, _dest(option))]
    return (*found, *(option for option, _ in _SWITCHES if getattr(options, _dest(option))))


def _dest(option: str) -> str:
    return "uv_" + option.lstrip("-").replace("-", "_")
