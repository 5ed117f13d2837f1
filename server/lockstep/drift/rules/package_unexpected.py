"""Packages are installed that are not pinned for this selection."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "package-unexpected"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for all unexpected packages, at `[project]`; nothing if there are none.

    It names the extra, group or member to which each package would belong.
    """
    unexpected = view.comparison.unexpected
    if not unexpected:
        return
    names = [_words(view, it.name, it.version) for it in unexpected]
    noun = "package is" if len(names) == 1 else "packages are"
    message = f"{len(names)} {noun} installed but not {_missing_from(view)}: {', '.join(names)}"
    only = unexpected[0] if len(unexpected) == 1 else None
    yield Finding(
        CODE,
        message,
        project_place(view),
        package=only.name if only else "",
        installed=only.version if only else "",
    )


def _missing_from(view: View) -> str:
    """What the packages lack: a pin, or a selection that includes their pin."""
    selectable = {it.name in view.explanations for it in view.comparison.unexpected}
    if selectable == {True}:
        return "selected"
    return "pinned or not selected" if len(selectable) > 1 else "pinned"


def _words(view: View, name: str, version: str) -> str:
    explanation = view.explanations.get(name)
    return f"{name} {version} ({explanation})" if explanation else f"{name} {version}"
