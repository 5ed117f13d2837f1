"""Does the lockfile still fit the manifest? A static comparison that says what differs.

It follows `uv-lock-operations/src/validated_lock.rs` and `Lock::satisfies` of uv, without network
and without a build: what only a build can tell (dynamic dependencies) counts as fitting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.manifest import Manifest
from ...model.pins import Lockfile, Stale
from ...model.project import Project
from .indexes import stale_indexes
from .inputs import stale_inputs
from .members import stale_members
from .options import stale_options
from .trees import stale_trees


def stale(
    lockfile: Lockfile, project: Project, trees: Mapping[str, Manifest], python: str
) -> tuple[Stale, ...]:
    """Everything that differs.

    `trees` are the manifests of source trees that are no members, by their absolute path;
    `python` is the minor version that counts where no member says `requires-python`.
    """
    return tuple(_all(lockfile, project, trees, python))


def _all(
    lockfile: Lockfile, project: Project, trees: Mapping[str, Manifest], python: str
) -> Iterator[Stale]:
    yield from stale_options(lockfile, project, python)
    yield from stale_members(lockfile, project)
    yield from stale_inputs(lockfile, project)
    yield from stale_trees(lockfile, project, trees)
    yield from stale_indexes(lockfile, project)
