"""What a project or a user set: `[tool.lockstep]` of the manifest, or the editor's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .finding import Severity
from .selection import Selection


class Settings(NamedTuple):
    """Settings that change what is found. `severity` by finding code; `ignore` as in the docs."""

    selection: Selection = Selection()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
