"""A pair: one state of one project, put to uv and to Lockstep, and what differs between them."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from .answers import Answer, answer_of_lockstep, answer_of_uv, shown
from .drifts.drift import Drift
from .machine import SERVER, run
from .projects import Project, Recipe
from .workshop import Workshop


@dataclass(frozen=True)
class Pair:
    """`moves` says what uv must find, so that no pair passes because nothing happened."""

    recipe: Recipe
    drifts: tuple[Drift, ...] = ()
    flags: tuple[str, ...] = ()
    member: str = "."
    moves: bool | None = None
    codes: frozenset[str] = frozenset()
    fails: bool | None = False
    action: str = ""
    """Ours, where we know better than uv."""
    strict: bool = True
    """Whether the findings of `unseen` must be there, or only may be."""
    variables: tuple[tuple[str, str], ...] = ()
    """Environment variables for both, by name and value."""

    def __str__(self) -> str:
        place = "" if self.member == "." else f" in {self.member}"
        drifts = "".join(f" / {drift.name}" for drift in self.drifts)
        values = "".join(f" {name}={value}" for name, value in self.variables)
        return f"{self.recipe.name}{place}{drifts}{values} {' '.join(self.flags)}".strip()

    @property
    def unseen(self) -> frozenset[str]:
        """The findings that uv has no word for."""
        return reduce(frozenset.union, (drift.codes for drift in self.drifts), self.codes)


def moved(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = (), codes: str = "") -> Pair:
    """uv would change something."""
    return Pair(recipe, drifts, flags, moves=True, codes=frozenset(codes.split()))


def kept(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = (), codes: str = "") -> Pair:
    """uv would change nothing."""
    return Pair(recipe, drifts, flags, moves=False, codes=frozenset(codes.split()))


def refused(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = ()) -> Pair:
    """uv gives up."""
    return Pair(recipe, drifts, flags, fails=True)


def prepare(workshop: Workshop, pair: Pair) -> Project:
    made = workshop.synced if pair.recipe.syncs else workshop.pinned
    project = made(pair.recipe)
    for drift in pair.drifts:
        drift.happen(project)
    return replace(project, variables={**project.variables, **dict(pair.variables)})


def ask_uv(project: Project, pair: Pair) -> Answer:
    arguments = ["sync", "--frozen", "--dry-run", "--output-format", "json", *pair.flags]
    ran = project.offline(*arguments, member=pair.member)
    answer = answer_of_uv(ran.status, ran.stdout, ran.stderr)
    return answer.without_versions(_unversioned(project))


def _unversioned(project: Project) -> set[str]:
    """What the lockfile pins without a version: uv knows one only from an earlier build."""
    lockfile = project.folder / "uv.lock"
    text = lockfile.read_text(encoding="utf-8") if lockfile.is_file() else ""
    return set(re.findall(r'\[\[package\]\]\r?\nname = "([^"]+)"\r?\nsource', text))


def ask_uv_stale(project: Project) -> bool | None:
    """Whether the lockfile fits the manifest; no answer where uv cannot read one of them."""
    status = project.offline("lock", "--check").status
    return {0: False, 1: True}.get(status)


def ask_lockstep(project: Project, flags: tuple[str, ...] = (), member: str = ".") -> Answer:
    """The working folder is not the project's, so that `--project` is what counts."""
    asked = ["-m", "lockstep", "check", "--format", "json", "--project"]
    command = [sys.executable, *asked, str(project.folder / member), *flags]
    ran = run(command, project.folder.parent, project.variables)
    return answer_of_lockstep(ran.status, ran.stdout, ran.stderr)


def lockstep_exists() -> bool:
    return Path(SERVER, "lockstep", "__main__.py").is_file()


def require_movement(pair: Pair, uv: Answer) -> None:
    """A pair whose drift does not drift proves nothing: this is a mistake in the pair itself."""
    if pair.fails is not None and pair.fails != (uv.status != 0):
        wanted = "fail" if pair.fails else "answer"
        raise AssertionError(f"{pair}: uv was expected to {wanted}\n{shown(uv)}")
    if not pair.fails and pair.moves is not None and pair.moves != uv.moves:
        raise AssertionError(f"{pair}: moves should be {pair.moves}\n{shown(uv)}")
