"""A wish to the commands of uv that fulfill it."""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ...model.intent import Intent
from ...model.plan import Step
from ...model.selection import Selection, arguments

_PLAIN = ("--no-progress", "--color", "never")
_DROPPED = frozenset({"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"})
# Another project than the one that is synced; its environment would be changed.
_PLACES = frozenset({"UV_PROJECT", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY"})
# Another selection than the one that was checked; the sync would never be done.
_CHOICES = frozenset(
    {
        *("UV_DEV", "UV_NO_DEV", "UV_NO_GROUP", "UV_NO_DEFAULT_GROUPS", "UV_NO_EDITABLE"),
        *("UV_NO_INSTALL_PROJECT", "UV_NO_INSTALL_WORKSPACE", "UV_NO_INSTALL_LOCAL"),
    }
)
# Whether there is a new lockfile is said by whoever asks for the sync.
_LOCKS = frozenset({"UV_FROZEN", "UV_LOCKED"})
# An option of resolving, which uv does not take beside `--frozen`.
_FROZEN: Mapping[str, None] = MappingProxyType({"UV_NO_SOURCES": None})


class SyncOptions(NamedTuple):
    """What a `uv sync` is asked for, in its plan, its run and its verdict alike.

    `python` is an interpreter (a path, or what uv understands; empty leaves the choice to uv),
    `again` are packages to reinstall although uv calls them in step, `skipped` those that neither
    change nor go, `inexact` keeps what is not pinned.
    """

    selection: Selection = Selection()
    python: str = ""
    again: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    inexact: bool = False

    def arguments(self) -> tuple[str, ...]:
        """The options on uv's command line."""
        return (
            *(("--inexact",) if self.inexact else ()),
            *arguments(self.selection),
            *(part for name in self.again for part in ("--reinstall-package", name)),
            *(part for name in self.skipped for part in ("--no-install-package", name)),
            *(("--python", self.python) if self.python else ()),
        )


def planning(uv: str, options: SyncOptions, *, locked: bool = False, environment: str = "") -> Step:
    """The command that prints what a sync would do (`sync_plan.read_plan` reads it).

    `locked` also asks whether the lockfile fits the manifest. `environment` is another place for
    the environment than the project's. No Python is downloaded for a plan.
    """
    fits = "--locked" if locked else "--frozen"
    json = ("--dry-run", "--output-format", "json")
    command = (uv, "sync", *json, fits, *options.arguments(), *_PLAIN)
    variables = {**_pinned(options.python), **_at(environment)}
    return Step("checking", command, variables=variables if locked else {**variables, **_FROZEN})


def installing(
    uv: str,
    options: SyncOptions,
    *,
    gone: Iterable[str] = (),
    environment: str = "",
) -> tuple[Step, ...]:
    """The commands that bring an environment in step with the lockfile as it is.

    `gone` are the packages to remove: by name, because an exact `uv sync` would also remove what
    another process has installed since the plan was made.
    """
    inexact = options._replace(inexact=True)
    command = (uv, "sync", "--frozen", *inexact.arguments(), *_PLAIN)
    sync = Step("checking", command, variables={**_pinned(options.python), **_FROZEN})
    names = tuple(gone)
    # The project's settings for `uv pip`, a target for example, are for other environments.
    place = ("--no-config", "--python", environment)
    remove = Step("installing", (uv, "pip", "uninstall", *place, *_PLAIN, "--", *names))
    return (remove, sync) if names else (sync,)


def rehearsing(uv: str, options: SyncOptions, environment: str) -> Step:
    """The command that makes the same environment in another place, and fills uv's cache."""
    (sync,) = installing(uv, options)
    return sync._replace(phase="downloading", variables={**sync.variables, **_at(environment)})


def fetching_python(uv: str, request: str) -> Step:
    """The command that downloads a Python, and puts no program on the user's PATH."""
    return Step("downloading", (uv, "python", "install", "--no-bin", *_PLAIN, request))


def finding_python(uv: str, version: str) -> Step:
    """The command that prints the path of an installed Python, outside of any project."""
    options = ("--system", "--no-project", "--no-config", "--offline")
    command = (uv, "python", "find", *options, *_PLAIN, version)
    return Step("checking", command, variables=_pinned(""))


def _at(environment: str) -> dict[str, str | None]:
    return {"UV_PROJECT_ENVIRONMENT": environment} if environment else {}


def _pinned(python: str) -> dict[str, str | None]:
    """The variables that keep uv to the interpreter of the plan.

    `--python` alone does not: with `only-managed` uv replaces the environment all the same.
    """
    never: dict[str, str | None] = {"UV_PYTHON_DOWNLOADS": "never"}
    if not (posixpath.isabs(python) or ntpath.isabs(python)):
        return never
    preference = {"UV_MANAGED_PYTHON": None, "UV_NO_MANAGED_PYTHON": None}
    return {**never, "UV_PYTHON_PREFERENCE": "managed", **preference}


def making(uv: str, environment: str, python: str = "") -> Step:
    """The command that makes an environment in a folder that is not empty, and cannot be."""
    chosen = ("--python", python) if python else ()
    command = (uv, "venv", "--allow-existing", *chosen, *_PLAIN, "--", environment)
    return Step("checking", command)


def locating(uv: str, environment: str) -> Step:
    """The command that names the environment which `uv pip` takes a path for."""
    return Step("checking", (uv, "pip", "list", "--offline", "--python", environment, *_PLAIN))


def reinstalling(uv: str, environment: str, pins: Iterable[tuple[str, str]]) -> Step:
    """The command that installs packages again, each in its version, and nothing else."""
    listed = tuple(pins)
    again = (part for name, _ in listed for part in ("--reinstall-package", name))
    wanted = (f"{name}=={version}" for name, version in listed)
    place = ("--python", environment, "--no-deps")
    return Step("checking", (uv, "pip", "install", *place, *again, *_PLAIN, "--", *wanted))


def unpacking(
    uv: str, environment: str, folder: str, pins: Iterable[tuple[str, str]], *, offline: bool
) -> Step:
    """The command that puts packages into a folder, each in the version for an environment."""
    wanted = (f"{name}=={version}" for name, version in pins)
    place = ("--python", environment, "--no-deps", "--target", folder)
    network = ("--offline",) if offline else ()
    command = (uv, "pip", "install", *place, *network, *_PLAIN, "--", *wanted)
    return Step("downloading", command)


def changing(uv: str, intent: Intent, member: str = "") -> tuple[Step, ...]:
    """The commands that write manifest and lockfile alone, as a wish needs them.

    `member` is the one whose manifest is meant, empty for the root.
    """
    if intent.kind in ("sync", "recreate", "repair"):
        return ()
    if intent.kind == "lock":
        return (Step("locking", (uv, "lock", *_PLAIN), ("lockfile",)),)
    options = [option for option, name in _lists(intent, member) for option in (option, name)]
    # Behind `--` nothing is an option, whatever it begins with.
    command = (uv, intent.kind, "--no-sync", *options, *_PLAIN, "--", *intent.items)
    return (Step("locking", command, ("manifest", "lockfile")),)


def _lists(intent: Intent, member: str) -> list[tuple[str, str]]:
    found = [("--group", intent.group), ("--optional", intent.extra), ("--package", member)]
    return [(option, name) for option, name in found if name]


def uv_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv: those of our own Python, and of an active environment, mislead it.

    So do those that name another project or selection, or forbid a new lockfile.
    """
    dropped = _DROPPED | _PLACES | _CHOICES | _LOCKS
    return {name: value for name, value in variables.items() if name.upper() not in dropped}
