"""Decides whether a lockfile still fits its manifests, by a static comparison.

It follows `uv-lock-operations/src/validated_lock.rs` and `Lock::satisfies` of uv, without network
and without builds. A difference that uv itself compares is *stale*; an entry for which only uv or a
build can decide is *unsure*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.freshness import Freshness
from ...model.pins import Lockfile, Stale
from ...model.project import Project, SourceTree
from ..uv_settings import doubts, refusal
from .conflicts import stale_conflicts
from .environments import stale_environments
from .indexes import stale_indexes
from .inputs import ResolverInputs
from .members import stale_members
from .options import stale_options
from .settings import Settings
from .trees import Trees
from .unmodelled import unmodelled

_UV = ("tool", "uv")


def freshness(
    lockfile: Lockfile, project: Project, trees: Mapping[str, SourceTree], python: str
) -> Freshness:
    """Compare a lockfile with its manifests; returns everything that differs or is unsure.

    uv ignores a table of settings with an invalid value. If it is not known whether uv ignores the
    nearest table, both cases are compared. If their states differ, the result is unsure, and names
    the doubtful settings instead of the differences.

    Args:
        lockfile: the lockfile, which could be parsed.
        project: the workspace with its configuration; all manifests could be parsed.
        trees: the pinned source trees that are not members, by absolute path.
        python: the minor version (`3.12`) that applies if no member has a `requires-python`.
    """
    found = _judged(lockfile, project, trees, python)
    configuration = project.configuration.without_doubtful()
    if configuration is None:
        return found
    other = project._replace(configuration=configuration)
    if _judged(lockfile, other, trees, python).state == found.state:
        return found
    chosen = project.configuration.chosen
    keys = doubts(chosen.table) if chosen else ()
    unsure = (
        Stale(
            f"only uv can say whether it accepts `{key}`",
            project.root_member.name,
            (*_UV, key),
            sure=False,
        )
        for key in keys
    )
    return Freshness(unsure=(*unsure, *found.unsure))


def _judged(
    lockfile: Lockfile, project: Project, trees: Mapping[str, SourceTree], python: str
) -> Freshness:
    reason = _ignored(project)
    found = tuple(
        it._replace(message=f"{it.message} ({reason})") if reason and it.key[:2] == _UV else it
        for it in _all(lockfile, project, trees, python)
    )
    return Freshness(tuple(it for it in found if it.sure), tuple(it for it in found if not it.sure))


def _ignored(project: Project) -> str:
    """Why uv ignores the settings in the root's manifest; empty if it does not."""
    for file in project.configuration.project:
        if file.validity == "ignored" and file.folder == project.root:
            return f"uv ignores the settings in `[tool.uv]`: {refusal(file.table)}"
    return ""


def _all(
    lockfile: Lockfile, project: Project, trees: Mapping[str, SourceTree], python: str
) -> Iterator[Stale]:
    settings = Settings(project.configuration, project.root)
    inputs = ResolverInputs(lockfile, project, settings)
    compared = Trees(lockfile, project, settings)
    yield from stale_options(lockfile, project, settings)
    yield from stale_environments(lockfile, project, python)
    yield from stale_conflicts(lockfile, project)
    yield from stale_members(lockfile, project)
    yield from inputs.differences()
    yield from compared.differences(trees)
    yield from stale_indexes(lockfile, project, settings, compared.named | inputs.named)
    yield from unmodelled(lockfile, project, settings)
