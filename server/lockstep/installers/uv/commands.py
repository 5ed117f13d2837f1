"""A wish to the commands of uv that fulfill it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def installing(
    uv: str,
    selection: Selection,
    *,
    python: str = "",
    again: Iterable[str] = (),
    gone: Iterable[str] = (),
    environment: str = "",
) -> tuple[Step, ...]:
    """The commands that bring an environment in step with the lockfile as it is.

    `again` are packages to install anew though uv calls them in step, `gone` those to take away.
    By name, for `uv sync` alone would also take away what somebody else has installed since.
    """
    reinstalled = (part for name in again for part in ("--reinstall-package", name))
    chosen = (*arguments(selection), *reinstalled, *(("--python", python) if python else ()))
    sync = Step("checking", (uv, "sync", "--frozen", "--inexact", *chosen, *_PLAIN))
    names = tuple(gone)
    # The project's settings for `uv pip`, a target for example, are for other environments.
    place = ("--no-config", "--python", environment)
    remove = Step("installing", (uv, "pip", "uninstall", *place, *_PLAIN, "--", *names))
    return (remove, sync) if names else (sync,)


def making(uv: str, environment: str, python: str = "") -> Step:
    """The command that makes an environment in a folder that is not empty, and cannot be."""
    chosen = ("--python", python) if python else ()
    command = (uv, "venv", "--allow-existing", *chosen, *_PLAIN, "--", environment)
    return Step("checking", command)


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
