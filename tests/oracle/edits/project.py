"""Edits of the project itself: name, version, Python, build system."""

from __future__ import annotations

from ..recipes import simple
from ..recipes.edited import SMALL
from .edit import breaks, breaks_with, fits, fits_with

PROJECT = [
    breaks(SMALL, 'version = "0.1.0"', 'version = "0.2.0"'),
    fits(SMALL, 'version = "0.1.0"', 'version = "0.1.0"\ndescription = "Tiny."'),
    breaks(SMALL, 'version = "0.1.0"', 'dynamic = ["version"]'),
    breaks(SMALL, 'name = "small"', 'name = "smaller"'),
    breaks(SMALL, ">=3.10", ">=3.11"),
    fits(SMALL, ">=3.10", ">= 3.10"),
    breaks(SMALL, ">=3.10", ">=3.10,<4"),
    fits(SMALL, ">=3.10", ">=3.10.0"),
    fits(SMALL, ">=3.10", ">=3.10,!=3.13.1"),
    breaks(SMALL, ">=3.10", "~=3.10"),
    breaks_with(SMALL, '[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n'),
    breaks_with(SMALL, "[tool.uv]\npackage = true\n"),
    fits_with(SMALL, "[tool.uv]\npackage = false\n"),
    fits_with(SMALL, "[tool.other]\nkey = 1\n"),
    breaks(simple.PACKAGED, "[build-system]", "[tool.uv]\npackage = false\n[build-system]"),
    fits(simple.PACKAGED, "uv_build>=0.7", "uv_build>=0.8"),
    breaks(simple.PACKAGED, 'version = "0.1.0"', 'version = "0.1.1"'),
    fits(simple.PACKAGED, "[project.scripts]", "[project.gui-scripts]"),
    breaks(simple.DYNAMIC, '"six==1.16.0"', '"six>=1.16.0"'),
    fits(simple.DYNAMIC, "0.3.0", "0.4.0", path="src/dynamic/__init__.py"),
]
