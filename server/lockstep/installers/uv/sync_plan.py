"""Parses what a sync would do: the output of `uv sync --dry-run --output-format json`.

The JSON on standard output has `changes` since uv 0.9.19; its schema is a preview. Older versions
print the changes as lines on standard error, which in all versions also name the base interpreter
of a new environment (`uv-project-commands/src/sync.rs`, `uv-install-operations/src/report.rs`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ...model.finding import UNKNOWN_VERSION, Action, Change

_ACTIONS: Mapping[str, Action] = MappingProxyType(
    {"check": "check", "update": "check", "create": "create", "replace": "replace"}
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_LINE = re.compile(r"^ (?P<sign>[-+~]) (?P<name>[A-Za-z0-9][\w.-]*)(?:==(?P<version>\S+))?")
_BASE = re.compile(r"^Using .+? interpreter at: (?P<path>.+)$", re.MULTILINE)
_WOULD = re.compile(
    r"^Would (?P<verb>use|create|replace) (?:existing )?project environment(?: at: (?P<path>.+))?"
)
_PIP_USES = re.compile(r"^Using Python \S+ environment at: (?P<path>.+)$", re.MULTILINE)
_DONE = re.compile(
    r"^(Would (make no changes|install|uninstall|download)|Checked|Audited|Found up-to-date)"
)
_PREPARES = re.compile(r"^Would download ", re.MULTILINE)
_STALE = re.compile(r"needs to be updated|is outdated")
_WOULD_DOWNLOAD = re.compile(
    r"download is available for (?P<request>.+?), but uv is set to offline mode"
)
_NO_PYTHON = re.compile(r"No interpreter found for|No compatible .*interpreter|not available in")


class SyncPlan(NamedTuple):
    """What a sync would do to an environment and to its packages.

    Attributes:
        action: what happens to the environment itself.
        removed: the versions of removed packages by name; a reinstalled one is in both mappings.
        installed: the versions of installed packages by name; an empty version if uv prints none.
        python: the path of the environment's interpreter as uv prints it; empty if not printed.
        base: the path of the interpreter for a new environment; empty if not printed, and if the
            environment is kept.
        version: the version of the interpreter; empty if not printed.
        prepares: uv has to download or build packages first; else all are in its cache.
        environment: the environment as uv prints it; empty if not printed.
    """

    action: Action
    removed: Mapping[str, str] = _NOTHING
    installed: Mapping[str, str] = _NOTHING
    python: str = ""
    base: str = ""
    version: str = ""
    prepares: bool = True
    environment: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes sorted by name.

        The expected version of a package from a URL, a repository or a path, for which uv prints
        none, is `UNKNOWN_VERSION`.
        """
        coming = {name: it or UNKNOWN_VERSION for name, it in self.installed.items()}
        names = sorted(self.names)
        return tuple(Change(it, self.removed.get(it, ""), coming.get(it, "")) for it in names)

    @property
    def names(self) -> frozenset[str]:
        """The names of all packages that change."""
        return frozenset((*self.removed, *self.installed))

    def without(self, names: Iterable[str]) -> SyncPlan:
        """The plan without the changes of these packages; unknown names are ignored."""
        left = frozenset(names)
        removed = {name: it for name, it in self.removed.items() if name not in left}
        installed = {name: it for name, it in self.installed.items() if name not in left}
        return self._replace(removed=removed, installed=installed)

    @property
    def going_away(self) -> frozenset[str]:
        """The names of the packages that are removed and not reinstalled."""
        return frozenset(self.removed) - frozenset(self.installed)


def read_plan(out: str, err: str) -> SyncPlan | None:
    """Parse the plan from uv's output with `--color never`; returns None if uv printed no plan.

    Args:
        out: standard output.
        err: error output.
    """
    answer = _answer(out)
    sync = answer.get("sync") if answer else None
    if not isinstance(sync, dict):
        return _by_lines(err)
    action = _ACTIONS.get(str(sync.get("action")))
    if action is None:
        return None
    environment = _object(sync.get("environment"))
    python = _object(environment.get("python"))
    # The JSON of older versions has no changes; their lines are parsed instead.
    listed = sync.get("changes")
    changes = _listed(listed) if isinstance(listed, list) else _lines(err)
    removed, installed = _sorted(changes)
    return SyncPlan(
        action,
        removed,
        installed,
        _text(python.get("path")),
        _base(err) if action != "check" else "",
        _text(python.get("version")),
        bool(_PREPARES.search(err)),
        _text(environment.get("path")),
    )


def environment_of_pip(err: str) -> str:
    """The path of the environment of a `uv pip` command, as uv printed it; else empty.

    Args:
        err: uv's error output.
    """
    found = _PIP_USES.search(err)
    return found["path"].strip() if found else ""


def is_stale(err: str) -> bool:
    """Whether uv failed because the lockfile is stale (`--locked`, `--check`).

    Args:
        err: uv's error output.
    """
    return bool(_STALE.search(err))


def lacks_python(err: str) -> bool:
    """Whether uv failed because no interpreter on this machine fits.

    Args:
        err: uv's error output.
    """
    return bool(_NO_PYTHON.search(err))


def python_to_download(err: str) -> str:
    """The request for the Python that uv would download if it were not offline.

    Empty if uv needs none, and if `python-downloads` is `manual` or `never`.

    Args:
        err: uv's error output.
    """
    found = _WOULD_DOWNLOAD.search(err)
    return found["request"].removeprefix("Python ") if found else ""


def _answer(out: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(out)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _by_lines(err: str) -> SyncPlan | None:
    """Parse the plan of a uv without JSON; None unless it printed a line that ends a dry run."""
    lines = err.splitlines()
    places = [found for found in map(_WOULD.match, lines) if found]
    if not any(_DONE.match(it) for it in lines):
        return None
    action = _ACTIONS.get(places[-1]["verb"], "check") if places else "check"
    removed, installed = _sorted(_lines(err))
    return SyncPlan(
        action,
        removed,
        installed,
        base=_base(err) if action != "check" else "",
        prepares=bool(_PREPARES.search(err)),
        environment=(places[-1]["path"] or "").strip() if places else "",
    )


def _base(err: str) -> str:
    found = _BASE.search(err)
    return found["path"].strip() if found else ""


Entry = tuple[str, str, str]
"""The sign of a change (`-`, `+`, or `~` for both), the package's name and version."""


def _listed(changes: list[Any]) -> Iterator[Entry]:
    signs = {"uninstalled": "-", "installed": "+", "reinstalled": "~"}
    for it in changes:
        if isinstance(it, dict) and isinstance(it.get("name"), str):
            yield signs.get(str(it.get("action")), "~"), it["name"], str(it.get("version") or "")


def _lines(err: str) -> Iterator[Entry]:
    for found in map(_LINE.match, err.splitlines()):
        if found:
            yield found["sign"], found["name"], found["version"] or ""


def _sorted(entries: Iterator[Entry]) -> tuple[dict[str, str], dict[str, str]]:
    removed: dict[str, str] = {}
    installed: dict[str, str] = {}
    for sign, name, version in entries:
        if sign in "-~":
            removed[name] = version
        if sign in "+~":
            installed[name] = version
    return removed, installed
