"""In the environment's place is a file, or a folder that may be user data."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..in_the_way import in_the_way
from ..view import View

CODE = "environment-foreign"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding, at `[project]`, if something is in the environment's way (`in_the_way`).

    It has no fix: no command removes what is there.
    """
    found = in_the_way(view.environment)
    if found is not None:
        yield Finding(CODE, found.message, project_place(view), hint=found.hint)
