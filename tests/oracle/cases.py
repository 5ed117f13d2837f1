"""A case: one state of a project, for which the answers of uv and Lockstep are compared."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from .answers import Answer, answer_of_lockstep, answer_of_uv, shown
from .drifts.drift import Drift
from .machine import SERVER, run
from .project_builder import ProjectBuilder
from .projects import Project, Recipe


@dataclass(frozen=True)
class Case:
    """`moves` is what uv must answer, so that no case passes without an effect."""

    recipe: Recipe
    drifts: tuple[Drift, ...] = ()
    flags: tuple[str, ...] = ()
    member: str = "."
    moves: bool | None = None
    codes: frozenset[str] = frozenset()
    fails: bool | None = False
    action: str = ""
    """Lockstep's action, where it knowingly differs from uv's."""
    strict: bool = True
    """Whether the findings of `unseen` are required, or only allowed."""
    variables: tuple[tuple[str, str], ...] = ()
    """Environment variables for both, by name and value."""

    def __str__(self) -> str:
        member = "" if self.member == "." else f" in {self.member}"
        drifts = "".join(f" / {drift.name}" for drift in self.drifts)
        values = "".join(f" {name}={value}" for name, value in self.variables)
        return f"{self.recipe.name}{member}{drifts}{values} {' '.join(self.flags)}".strip()

    @property
    def unseen(self) -> frozenset[str]:
        """The findings that uv does not report."""
        return reduce(frozenset.union, (drift.codes for drift in self.drifts), self.codes)


def changed(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = (), codes: str = "") -> Case:
    """uv would change the environment."""
    return Case(recipe, drifts, flags, moves=True, codes=frozenset(codes.split()))


def unchanged(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = (), codes: str = "") -> Case:
    """uv would not change the environment."""
    return Case(recipe, drifts, flags, moves=False, codes=frozenset(codes.split()))


def refused(recipe: Recipe, *drifts: Drift, flags: tuple[str, ...] = ()) -> Case:
    """uv fails."""
    return Case(recipe, drifts, flags, fails=True)


def prepare(builder: ProjectBuilder, case: Case) -> Project:
    made = builder.synced if case.recipe.syncs else builder.locked
    project = made(case.recipe)
    for drift in case.drifts:
        drift.apply(project)
    return replace(project, variables={**project.variables, **dict(case.variables)})


def ask_uv(project: Project, case: Case) -> Answer:
    arguments = ["sync", "--frozen", "--dry-run", "--output-format", "json", *case.flags]
    ran = project.offline(*arguments, member=case.member)
    answer = answer_of_uv(ran.status, ran.stdout, ran.stderr)
    return answer.without_versions(_unversioned(project))


def _unversioned(project: Project) -> set[str]:
    """The packages that are pinned without a version; uv knows one only after a build."""
    lockfile = project.folder / "uv.lock"
    text = lockfile.read_text(encoding="utf-8") if lockfile.is_file() else ""
    return set(re.findall(r'\[\[package\]\]\r?\nname = "([^"]+)"\r?\nsource', text))


def ask_uv_stale(project: Project) -> bool | None:
    """Whether uv calls the lockfile stale; None if uv cannot read lockfile or manifest."""
    status = project.offline("lock", "--check").status
    return {0: False, 1: True}.get(status)


def ask_lockstep(project: Project, flags: tuple[str, ...] = (), member: str = ".") -> Answer:
    """Run a check from another working directory; `--project` selects the project."""
    asked = ["-m", "lockstep", "check", "--format", "json", "--project"]
    command = [sys.executable, *asked, str(project.folder / member), *flags]
    ran = run(command, project.folder.parent, project.variables)
    return answer_of_lockstep(ran.status, ran.stdout, ran.stderr)


def lockstep_exists() -> bool:
    return Path(SERVER, "lockstep", "__main__.py").is_file()


def require_effect(case: Case, uv: Answer) -> None:
    """Fail for a case with a drift that has no effect: that is a mistake in the case."""
    if case.fails is not None and case.fails != (uv.status != 0):
        wanted = "fail" if case.fails else "answer"
        raise AssertionError(f"{case}: uv was expected to {wanted}\n{shown(uv)}")
    if not case.fails and case.moves is not None and case.moves != uv.moves:
        raise AssertionError(f"{case}: moves should be {case.moves}\n{shown(uv)}")
