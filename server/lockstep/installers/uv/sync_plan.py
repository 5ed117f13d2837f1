"""What uv says that a sync would do: the answer of `uv sync --dry-run --output-format json`.

The JSON is written to standard output and has `changes` since uv 0.9.19; its schema is a preview.
Older versions say the same in lines on standard error, which also name the base interpreter of a
new environment (`uv-project-commands/src/sync.rs`, `uv-install-operations/src/report.rs`).
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
    """What a sync would do to an environment and to its packages, by name with versions.

    `python` is the environment's interpreter as uv names it, `base` the interpreter of a new
    environment (an absolute path, empty where uv does not name it), `version` its version.
    `prepares`: uv has something to download or to build first; else all of it is in its cache.
    `environment` is the one that uv speaks of, as uv writes it; empty where it does not name it.
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
        """The changes by name; a reinstall has both versions.

        uv names no version of a package that comes from a URL, a repository or a path.
        """
        coming = {name: it or UNKNOWN_VERSION for name, it in self.installed.items()}
        names = sorted(self.names)
        return tuple(Change(it, self.removed.get(it, ""), coming.get(it, "")) for it in names)

    @property
    def names(self) -> frozenset[str]:
        """The packages that change."""
        return frozenset((*self.removed, *self.installed))

    def without(self, names: Iterable[str]) -> SyncPlan:
        """The plan for all packages but these."""
        left = frozenset(names)
        removed = {name: it for name, it in self.removed.items() if name not in left}
        installed = {name: it for name, it in self.installed.items() if name not in left}
        return self._replace(removed=removed, installed=installed)

    @property
    def going_away(self) -> frozenset[str]:
        """The packages that are removed and not installed again."""
        return frozenset(self.removed) - frozenset(self.installed)


def read_plan(out: str, err: str) -> SyncPlan | None:
    """The plan in the output of uv (with `--color never`); None where it is not understood."""
    answer = _answer(out)
    sync = answer.get("sync") if answer else None
    if not isinstance(sync, dict):
        return _by_lines(err)
    action = _ACTIONS.get(str(sync.get("action")))
    if action is None:
        return None
    environment = _object(sync.get("environment"))
    python = _object(environment.get("python"))
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
    """The environment that a `uv pip` command works on; empty where it is the usual one."""
    found = _PIP_USES.search(err)
    return found["path"].strip() if found else ""


def is_stale(err: str) -> bool:
    """Whether uv refused because the lockfile no longer fits (`--locked`, `--check`)."""
    return bool(_STALE.search(err))


def lacks_python(err: str) -> bool:
    """Whether uv refused because no interpreter of this machine fits."""
    return bool(_NO_PYTHON.search(err))


def python_to_download(err: str) -> str:
    """The request of the Python that uv, asked offline, would download; empty where it would not.

    With `python-downloads` set to `manual` or `never` uv names that setting instead.
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
    """The plan of a uv that has no JSON: it must say at least that it is done."""
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
