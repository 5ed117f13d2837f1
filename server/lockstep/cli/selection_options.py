"""The options for extras, groups and members; their words and their meaning are uv's."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, MutableMapping

from ..errors import UsageError
from ..model.manifest import normalize
from ..model.selection import InstallOptions, Selection
from ..project.uv.selected import is_set

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
_INSTALL = (
    ("--inexact", "keep packages that are not selected"),
    ("--no-editable", "install the project and members as ordinary packages"),
    ("--no-install-project", "leave out the project, but not its dependencies"),
    ("--no-install-workspace", "leave out every member of the workspace"),
    ("--no-install-local", "leave out every package from a path"),
)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the options of the selection to the parser of a command."""
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
    for option, words in _INSTALL:
        group.add_argument(option, action="store_true", help=words)
    group.add_argument(
        "--no-install-package",
        metavar="NAME",
        action="append",
        default=[],
        help="leave out a package, but not its dependencies",
    )


def selection_of(options: argparse.Namespace) -> Selection | None:
    """The selection of the options; None if there is none, so that the project's own counts.

    Raises:
        UsageError: two options exclude each other, such as `--only-group` and `--extra`.
    """
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
        install=InstallOptions(
            inexact=options.inexact,
            editable=not options.no_editable,
            no_project=options.no_install_project,
            no_workspace=options.no_install_workspace,
            no_local=options.no_install_local,
            no_packages=_names(options.no_install_package),
        ),
    )
    return None if selection == Selection() else selection


def set_variables(options: argparse.Namespace, variables: MutableMapping[str, str]) -> None:
    """Let options take precedence over environment variables of uv with the same meaning.

    `--dev` and `--only-dev` remove UV_NO_DEV; `--python` sets UV_PYTHON, except for `recreate`.

    Args:
        options: the options of any command.
        variables: the environment variables, which are changed.
    """
    if getattr(options, "dev", None) or getattr(options, "only_dev", False):
        variables.pop("UV_NO_DEV", None)
    python = getattr(options, "python", "")
    if python and options.command != "recreate":
        is_path = os.sep in python or (os.altsep or os.sep) in python
        variables["UV_PYTHON"] = os.path.abspath(python) if is_path else python


def is_frozen(options: argparse.Namespace, variables: Mapping[str, str]) -> bool:
    """Whether the lockfile is used as it is, without a check whether it fits.

    By `--frozen` or UV_FROZEN; `--lock` and `--locked` take precedence over the variable.

    Raises:
        UsageError: UV_FROZEN is no boolean.
    """
    if getattr(options, "lock", False) or getattr(options, "locked", False):
        return False
    return bool(getattr(options, "frozen", False)) or is_set("UV_FROZEN", variables)


def _check_together(options: argparse.Namespace) -> None:
    """Refuse options that select only groups together with others that select more, as uv does.

    Raises:
        UsageError: two options exclude each other.
    """
    only = "--only-dev" if options.only_dev else "--only-group" if options.only_group else ""
    others = {
        "--extra": options.extra,
        "--all-extras": options.all_extras,
        "--group": options.group,
        "--all-groups": options.all_groups,
        "--dev": options.dev is True,
    }
    if options.only_dev and options.dev is False:
        raise UsageError("--only-dev cannot be used with --no-dev", "leave one of them out")
    if options.all_packages and options.package:
        raise UsageError("--all-packages cannot be used with --package", "leave one of them out")
    for name, value in others.items():
        if only and value:
            raise UsageError(f"{only} cannot be used with {name}", "leave one of them out")


def _all(kind: str, options: argparse.Namespace) -> tuple[str, ...]:
    return ("*",) if getattr(options, f"all_{kind}") else ()


def _names(names: list[str]) -> tuple[str, ...]:
    return tuple(normalize(name) for name in names)
