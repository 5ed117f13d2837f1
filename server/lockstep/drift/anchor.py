"""Finds the place at which a finding is shown: a requirement in a manifest, else `[project]`."""

from __future__ import annotations

from ..model.finding import Place, Related
from ..model.manifest import Dependency, Key, Section
from ..model.markers import Evaluator
from ..model.pins import Pin
from ..model.project import Member
from ..model.text import Span
from .expected import PRODUCTION, ReachedFrom
from .view import View

_LONGEST_CHAIN = 6
# Longer than in any real project. Each finding walks its own chain, so that without a limit a
# hostile lockfile takes minutes.
_MOST_STEPS = 200
_PACKAGE_HEADER = "[[package]]\n"


def project_place(view: View) -> Place:
    """The place of findings on the whole project: `[project]` of the current member's manifest.

    Without `[project]`, it is `[tool.uv]` or the first line (`Manifest.project_range`).
    """
    member = view.project.current_member
    return Place(member.manifest_path, member.manifest.project_range)


def key_place(view: View, member_name: str, key: Key) -> Place:
    """The place of a key in a member's manifest; if it does not exist, as `Manifest.range`.

    Args:
        view: has the project.
        member_name: the name of the member; the root is taken if there is none of that name.
        key: the path of the key, such as `("project", "requires-python")`.
    """
    member = view.project.member(member_name) or view.project.root_member
    return Place(member.manifest_path, member.manifest.range(*key))


def package_place(view: View, name: str) -> Place:
    """The place of the requirement in a manifest that leads to a package.

    It is `[project]` of a member that is selected itself, and of the current member if the package
    is not expected; also if the manifest has no such requirement.
    """
    owner, dependency = _direct(view, name)
    if dependency is None:
        return Place(owner.manifest_path, owner.manifest.project_range)
    return Place(owner.manifest_path, owner.manifest.lines.range(dependency.span))


def via(view: View, name: str) -> str:
    """The end of a message, such as `, needed by httpx → httpcore`.

    The chain begins with the direct dependency, and is shortened in the middle. Empty for a direct
    dependency and for a package that is not expected.

    Args:
        view: has the expected pins, and how each was reached.
        name: the normalized name of the package to explain.
    """
    names = [pin.name for pin, _ in _below_member(view, name)][:-1]
    if len(names) > _LONGEST_CHAIN:
        names = [*names[:2], "…", *names[-2:]]
    return f", needed by {' → '.join(names)}" if names else ""


def pin_related(view: View, pin: Pin) -> Related:
    """The place of a pin in the lockfile, with a message, as related information of a finding."""
    # `pin.offset` is that of the header; the line after it has the name.
    start = pin.offset + len(_PACKAGE_HEADER)
    line = view.lockfile_lines.line_span(view.lockfile_lines.position(start).line)
    place = Place(view.project.lockfile_path, view.lockfile_lines.range(Span(start, line.end)))
    return Related(place, f"{pin.label} is pinned here")


def _below_member(view: View, name: str) -> list[tuple[Pin, ReachedFrom]]:
    """The chain of pins to a package, from the last member of the workspace in it downward."""
    found: list[tuple[Pin, ReachedFrom]] = []
    expected = view.expected
    members = {it.name for it in view.project.members if it.name}
    at = name
    while expected is not None and at in expected.steps and len(found) < _MOST_STEPS:
        step = expected.steps[at]
        found.append((expected.pins[at], step))
        if step.parent is None or step.parent.name in members:
            break
        at = step.parent.name
    return found[::-1]


def _direct(view: View, name: str) -> tuple[Member, Dependency | None]:
    below = _below_member(view, name)
    if not below:
        return view.project.current_member, None
    pin, step = below[0]
    own = view.project.member(pin.name)
    if step.parent is None and own and step.section == PRODUCTION:
        return own, None
    owner = view.project.member(step.parent.name) if step.parent else None
    owner = owner or view.project.root_member
    return owner, _declared(view, owner, pin.name, step.section)


def _declared(view: View, member: Member, name: str, section: Section) -> Dependency | None:
    """A member's requirement of a package: preferably in this list and with a true marker."""
    named = [it for it in member.manifest.dependencies if it.name == name]
    same = [it for it in named if it.section == section] or named
    holds = Evaluator(view.marker_values)
    fitting = [it for it in same if holds(it.requirement.marker)]
    return next(iter(fitting or same), None)
