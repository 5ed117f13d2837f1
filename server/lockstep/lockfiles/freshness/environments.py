"""Compares the systems and Python versions for which the lockfile was resolved."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.manifest import Manifest
from ...model.pins import Lockfile, Stale
from ...model.project import Project
from .marker_space import points
from .python_range import python_range

_UV = ("tool", "uv")


def stale_environments(lockfile: Lockfile, project: Project, python: str) -> Iterator[Stale]:
    """The differences in `environments`, `required-environments` and `requires-python`.

    Markers are compared by evaluation, not as text. A difference is unsure if that would take too
    many evaluations, or if no member has a `requires-python`.

    Args:
        lockfile: the lockfile.
        project: the workspace.
        python: the minor version (`3.12`) that applies if no member has a `requires-python`; if
            empty, that is not compared then.
    """
    root = project.root_member
    for key, recorded_key in (
        ("environments", "supported-markers"),
        ("required-environments", "required-markers"),
    ):
        known = lockfile.top.get(recorded_key, [])
        theirs = [it for it in known if isinstance(it, str)] if isinstance(known, list) else []
        same = _same_markers(_said(root.manifest, key), theirs, lockfile.requires_python)
        if same is not True:
            message = f"`{key}` differs from the lockfile's"
            yield Stale(message, root.name, (*_UV, key), same is False)
    yield from _python(lockfile, project, python)


def _said(manifest: Manifest, key: str) -> list[str]:
    said = manifest.at(*_UV, key)
    return [said] if isinstance(said, str) else list(manifest.strings(*_UV, key))


def _same_markers(ours: list[str], theirs: list[str], requires_python: str) -> bool | None:
    """Whether two lists of markers are equivalent, pairwise; None if too many points are needed."""
    if ours == theirs:
        return True
    if len(ours) != len(theirs):
        return False
    samples = points((*ours, *theirs), requires_python)
    if samples is None:
        return None
    pairs = list(zip(ours, theirs, strict=True))
    return all(at(one) == at(two) for at in samples for one, two in pairs)


def _python(lockfile: Lockfile, project: Project, python: str) -> Iterator[Stale]:
    texts = {
        member.name: text
        for member in project.members
        if (text := member.manifest.string("project", "requires-python"))
    }
    sure = bool(texts)
    if not texts and python:
        # uv then uses the version of the interpreter that it finds, which can only be guessed here.
        texts = {project.root_member.name: f">={python}"}
    ours, theirs = python_range(texts.values()), python_range([lockfile.requires_python])
    if ours is not None and ours != theirs:
        said = " and ".join(f"`{it}`" for it in dict.fromkeys(texts.values()))
        member = project.current if project.current in texts else next(iter(texts))
        message = (
            f"`requires-python` is {said}, the lockfile was made for `{lockfile.requires_python}`"
        )
        yield Stale(message, member, ("project", "requires-python"), sure)
