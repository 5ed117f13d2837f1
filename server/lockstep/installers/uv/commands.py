"""Builds the uv commands for each operation."""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ...model.intent import Intent
from ...model.plan import Step
from ...model.selection import Selection, arguments

_PLAIN = ("--no-progress", "--color", "never")
_DROPPED = frozenset({"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"})
# They select a project other than the one that is synced, and uv would change its environment.
_PLACES = frozenset({"UV_PROJECT", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY"})
# They change the selection. `project/uv/selected.py` has added them to the options of the command.
_CHOICES = frozenset(
    {
        *("UV_DEV", "UV_NO_DEV", "UV_NO_GROUP", "UV_NO_DEFAULT_GROUPS", "UV_NO_EDITABLE"),
        *("UV_NO_INSTALL_PROJECT", "UV_NO_INSTALL_WORKSPACE", "UV_NO_INSTALL_LOCAL"),
    }
)
# Whether uv may lock is decided by the operation.
_LOCKS = frozenset({"UV_FROZEN", "UV_LOCKED"})
# An option of the resolver, which uv rejects together with `--frozen`.
_FROZEN: Mapping[str, None] = MappingProxyType({"UV_NO_SOURCES": None})


class SyncOptions(NamedTuple):
    """The options of a `uv sync`, the same for its dry run, its run and its verification.

    Attributes:
        selection: the extras, groups and members.
        python: a path, or a request in uv's notation; empty lets uv choose.
        again: the names of packages to reinstall although uv considers them in step.
        skipped: the names of packages to leave as they are.
        inexact: keep packages that are not pinned, in addition to `selection.install.inexact`.
    """

    selection: Selection = Selection()
    python: str = ""
    again: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    inexact: bool = False

    def arguments(self) -> tuple[str, ...]:
        """The options on the command line of `uv sync`."""
        install = self.selection.install
        # In one value, since uv accepts each of its switches only once.
        install = install._replace(
            inexact=self.inexact or install.inexact,
            no_packages=tuple(dict.fromkeys((*install.no_packages, *self.skipped))),
        )
        return (
            *arguments(self.selection._replace(install=install)),
            *(part for name in self.again for part in ("--reinstall-package", name)),
            *(("--python", self.python) if self.python else ()),
        )


Fits = Literal["--locked", "--frozen", ""]
"""What uv does with a lockfile that does not fit the manifest: fail, use it, or update it."""


def planning(
    uv: str, options: SyncOptions, fits: Fits = "--frozen", *, environment: str = ""
) -> Step:
    """The dry run, for `sync_plan.read_plan` to parse. It downloads no Python.

    Args:
        uv: the path of uv.
        options: the options of the sync.
        fits: what to do with the lockfile.
        environment: the path of an environment to use instead of the project's; empty for that.
    """
    json = ("--dry-run", "--output-format", "json")
    command = (uv, "sync", *json, *((fits,) if fits else ()), *options.arguments(), *_PLAIN)
    variables = {**_pinned(options.python), **_at(environment)}
    if fits == "--frozen":
        variables |= _FROZEN
    return Step("checking", command, variables=variables)


def installing(
    uv: str,
    options: SyncOptions,
    *,
    gone: Iterable[str] = (),
    environment: str = "",
) -> tuple[Step, ...]:
    """The commands that bring an environment in step with the lockfile as it is.

    Args:
        uv: the path of uv.
        options: the options of the sync.
        gone: the names of the packages to remove. They are removed by name, because an exact
            `uv sync` would also remove what another process has installed since the dry run.
        environment: the path of the environment, for the removal; needed only with `gone`.
    """
    inexact = options._replace(inexact=True)
    command = (uv, "sync", "--frozen", *inexact.arguments(), *_PLAIN)
    sync = Step("checking", command, variables={**_pinned(options.python), **_FROZEN})
    names = tuple(gone)
    # --no-config: settings of the project for `uv pip`, such as a target, must not apply here.
    place = ("--no-config", "--python", environment)
    remove = Step("installing", (uv, "pip", "uninstall", *place, *_PLAIN, "--", *names))
    return (remove, sync) if names else (sync,)


def rehearsing(uv: str, options: SyncOptions, environment: str) -> Step:
    """The command that creates the same environment in another place, and so fills uv's cache.

    Args:
        uv: the path of uv.
        options: the options of the sync.
        environment: the path for the environment, where nothing is yet.
    """
    (sync,) = installing(uv, options)
    return sync._replace(phase="downloading", variables={**sync.variables, **_at(environment)})


def fetching_python(uv: str, request: str) -> Step:
    """The command that downloads a Python, without adding programs to the user's PATH.

    Args:
        uv: the path of uv.
        request: the Python in uv's notation, as `sync_plan.python_to_download` returns it.
    """
    return Step("downloading", (uv, "python", "install", "--no-bin", *_PLAIN, request))


def finding_python(uv: str, version: str) -> Step:
    """The command that prints the path of an installed Python; settings of projects do not apply.

    `version` is a version or another request in uv's notation.
    """
    options = ("--system", "--no-project", "--no-config", "--offline")
    command = (uv, "python", "find", *options, *_PLAIN, version)
    return Step("checking", command, variables=_pinned(""))


def _at(environment: str) -> dict[str, str | None]:
    return {"UV_PROJECT_ENVIRONMENT": environment} if environment else {}


def _pinned(python: str) -> dict[str, str | None]:
    """The variables with which uv uses the interpreter of the plan and no other.

    `--python` is not enough: with `only-managed` uv replaces the environment nevertheless.
    """
    never: dict[str, str | None] = {"UV_PYTHON_DOWNLOADS": "never"}
    if not (posixpath.isabs(python) or ntpath.isabs(python)):
        return never
    preference = {"UV_MANAGED_PYTHON": None, "UV_NO_MANAGED_PYTHON": None}
    return {**never, "UV_PYTHON_PREFERENCE": "managed", **preference}


def making(uv: str, environment: str, python: str = "") -> Step:
    """The command that creates an environment in a folder that could not be emptied.

    Args:
        uv: the path of uv.
        environment: the path of the folder.
        python: the path of the interpreter; empty lets uv choose.
    """
    chosen = ("--python", python) if python else ()
    command = (uv, "venv", "--allow-existing", *chosen, *_PLAIN, "--", environment)
    return Step("checking", command)


def locating(uv: str, environment: str) -> Step:
    """The command that prints the environment that `uv pip` finds for a path (`uv pip list`)."""
    return Step("checking", (uv, "pip", "list", "--offline", "--python", environment, *_PLAIN))


def reinstalling(uv: str, environment: str, pins: Iterable[tuple[str, str]]) -> Step:
    """The command that reinstalls packages, without their dependencies, into an environment.

    `pins` are the names and versions of the packages.
    """
    listed = tuple(pins)
    again = (part for name, _ in listed for part in ("--reinstall-package", name))
    wanted = (f"{name}=={version}" for name, version in listed)
    place = ("--python", environment, "--no-deps")
    return Step("checking", (uv, "pip", "install", *place, *again, *_PLAIN, "--", *wanted))


def unpacking(
    uv: str, environment: str, folder: str, pins: Iterable[tuple[str, str]], *, offline: bool
) -> Step:
    """The command that installs packages into a folder.

    Args:
        uv: the path of uv.
        environment: the path of an environment; files are chosen for its Python.
        folder: the target.
        pins: names and versions.
        offline: use only uv's cache.
    """
    wanted = (f"{name}=={version}" for name, version in pins)
    place = ("--python", environment, "--no-deps", "--target", folder)
    network = ("--offline",) if offline else ()
    command = (uv, "pip", "install", *place, *network, *_PLAIN, "--", *wanted)
    return Step("downloading", command)


def changing(uv: str, intent: Intent, member: str = "", folder: str = "") -> tuple[Step, ...]:
    """The commands that change manifest and lockfile, but not the environment; empty for no change.

    Args:
        uv: the path of uv.
        intent: what the user requested.
        member: the name of the member with the manifest to change, unless the intent names one;
            empty for the root.
        folder: the folder of the current member, for uv's `--project` if the intent has a folder.
    """
    if intent.kind in ("sync", "recreate", "repair"):
        return ()
    if intent.kind == "lock":
        return (Step("locking", (uv, "lock", *_PLAIN), ("lockfile",)),)
    options = [option for option, name in _lists(intent, member) for option in (option, name)]
    place = ("--project", folder) if intent.folder and folder else ()
    # After `--` uv takes nothing for an option.
    items = ("--", *intent.items) if intent.items else ()
    command = (uv, intent.kind, "--no-sync", *place, *options, *intent.options, *_PLAIN, *items)
    return (Step("locking", command, ("manifest", "lockfile"), folder=intent.folder),)


def _lists(intent: Intent, member: str) -> list[tuple[str, str]]:
    found = [
        ("--group", intent.group),
        ("--optional", intent.extra),
        ("--package", intent.member or member),
    ]
    return [(option, name) for option, name in found if name]


def uv_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment variables for uv: the given ones without some.

    Removed are those of Lockstep's own Python and of an active environment, and those that select
    another project or selection, or forbid a new lockfile.
    """
    dropped = _DROPPED | _PLACES | _CHOICES | _LOCKS
    return {name: value for name, value in variables.items() if name.upper() not in dropped}
