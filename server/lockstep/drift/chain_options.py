"""Which lists a selection includes, and the options that include another list. Pure."""

from __future__ import annotations

from ..model.manifest import Section
from .chains import Start
from .roots import Roots


def selected_lists(roots: Roots) -> frozenset[tuple[str, Section]]:
    """The lists that a selection includes, each as a pair of the member's name and the list.

    The name is empty for the lists of a root without `[project]`.
    """
    found = {(pin.name, section) for pin, section in roots.starts()}
    if roots.production:
        found.add(("", Section("dependencies")))
    groups = roots.lockfile.manifest.get("dependency-groups")
    found |= {
        ("", Section("group", it))
        for it in (groups if isinstance(groups, dict) else ())
        if roots.includes_group("", it)
    }
    return frozenset(found)


def options_for(start: Start, roots: Roots) -> tuple[str, ...]:
    """The options of a sync that include a list of a member.

    Empty if the list is selected already, or is the `dependencies` of a selected member or of a
    root without `[project]`, for which there is no option.

    Args:
        start: the list.
        roots: the present selection.
    """
    if start.is_selected:
        return ()
    is_other = bool(start.member) and start.member not in {it.name for it in roots.pins}
    member = ("--package", start.member) if is_other else ()
    kind, name = start.section
    return member if kind == "dependencies" else (*member, f"--{kind}", name)
