"""Edits of package sources: members, sources, indexes."""

from __future__ import annotations

from ..recipes import sources
from ..recipes.edited import INDEXED, MEMBERS, SMALL, SOURCES
from .edit import breaks, breaks_by, fits, fits_by, fits_with

ALPHA = "pkgs/alpha/pyproject.toml"
BETA = "pkgs/beta/pyproject.toml"
LIBRARY = "libs/library/pyproject.toml"
GAMMA = '[project]\nname = "gamma"\nversion = "1"\n'
MORE = """[[tool.uv.index]]
name = "more"
url = "https://index.example/simple"
explicit = true
"""

MEMBERSHIP = [
    breaks_by(MEMBERS, "a member more", {"pkgs/gamma/pyproject.toml": GAMMA}),
    fits_by(MEMBERS, "a folder more that is no member", {"spare/x/pyproject.toml": GAMMA}),
    breaks(MEMBERS, '["pkgs/*"]', '["pkgs/*"]\nexclude = ["pkgs/beta"]'),
    breaks(MEMBERS, '["pkgs/*"]', '["pkgs/alpha"]'),
    fits(MEMBERS, '["pkgs/*"]', '["pkgs/alpha", "pkgs/beta"]'),
    breaks(MEMBERS, "six==1.16.0", "six>=1.16.0", ALPHA),
    breaks(MEMBERS, 'version = "0.1.0"', 'version = "0.2.0"', BETA),
    breaks(MEMBERS, "pluggy==1.5.0", "pluggy==1.4.0", BETA),
    breaks(MEMBERS, ">=3.10", ">=3.11", BETA),
    breaks(MEMBERS, "[build-system]", "[tool.uv]\npackage = false\n[build-system]", BETA),
    breaks(MEMBERS, "[build-system]", "[tool.uv]\ndefault-groups = []\n[build-system]", BETA),
    fits(MEMBERS, 'name = "beta"', 'name = "Beta"', BETA),
]

ORIGINS = [
    breaks(SOURCES, ", editable = true", ""),
    breaks(SOURCES, "editable = true", "editable = false"),
    fits(SOURCES, "libs/library", "./libs/library/"),
    breaks(SOURCES, "shelved-1.0", "shelved-2.0"),
    breaks(SOURCES, "v1.0", "v2.0"),
    breaks(SOURCES, 'tag = "v1.0"', 'rev = "v1.0"'),
    breaks(SOURCES, 'tag = "v1.0"', 'branch = "main"'),
    breaks(SOURCES, "six==1.16.0", "six>=1.16.0", LIBRARY),
    breaks(SOURCES, 'version = "0.1.0"', 'version = "0.2.0"', LIBRARY),
    breaks(INDEXED, 'shelved = { index = "local" }', ""),
    fits(INDEXED, 'name = "local"', 'name = "local"\nauthenticate = "never"'),
    fits(
        INDEXED,
        "[tool.uv.sources]",
        f"{MORE}[tool.uv.sources]",
    ),
    breaks(sources.URL_SOURCE, "[tool.uv.sources]", "[tool.other]"),
    fits_with(SMALL, '[tool.uv.sources]\nnot-needed = { path = "nowhere" }\n'),
]
