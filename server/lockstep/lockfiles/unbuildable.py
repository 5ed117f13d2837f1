"""Changes a manifest so that its project cannot be built, and nothing else in it. Pure.

`uv lock --no-build` does not apply to the workspace's own members: uv 0.13 starts their build
backends for dynamic metadata. A backend that does not exist cannot be started.
"""

from __future__ import annotations

import re

from .toml_text import read_toml

_NAME = "build-system"
_HEADER = re.compile(r"^[ \t]*\[")
_OURS = re.compile(r"^[ \t]*\[[ \t]*(?:build-system|\"build-system\"|'build-system')[ \t]*\]")
_BACKEND = "lockstep_builds_nothing"
_TABLE = {"requires": [_BACKEND], "build-backend": _BACKEND}
_TEXT = f'\n[{_NAME}]\nrequires = ["{_BACKEND}"]\nbuild-backend = "{_BACKEND}"\n'


def unbuildable(text: str) -> str | None:
    """The text of a manifest, with a `[build-system]` that names a build backend that is missing.

    A manifest of a project that uv does not build, without `[build-system]` and without
    `tool.uv.package = true`, is returned unchanged.

    Returns None if the text is not TOML, or has that table in an unusual form.
    """
    before = read_toml(text)
    if before.problems:
        return None
    if _NAME not in before.value and not _is_packaged(before.value):
        return text
    found = "".join(_without_table(text)).rstrip() + "\n" + _TEXT
    # The lines were found by patterns; the result is compared with what tomllib reads.
    after = read_toml(found)
    wanted = {**before.value, _NAME: _TABLE}
    return found if not after.problems and after.value == wanted else None


def _without_table(text: str) -> list[str]:
    kept: list[str] = []
    is_inside = False
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            is_inside = bool(_OURS.match(line))
        if not is_inside:
            kept.append(line)
    return kept


def _is_packaged(manifest: object) -> bool:
    """Whether uv builds a project without `[build-system]`: `tool.uv.package = true`."""
    for key in ("tool", "uv", "package"):
        manifest = manifest.get(key) if isinstance(manifest, dict) else None
    return manifest is True
