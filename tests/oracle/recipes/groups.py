"""Projects with dependency groups: includes, default groups, and legacy dev dependencies."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest

_GROUPS = """
[project.optional-dependencies]
color = ["colorama==0.4.6"]

[dependency-groups]
dev = ["iniconfig==2.0.0", {include-group = "lint"}]
lint = ["pathspec==0.12.1", {include-group = "types"}]
types = ["typing-extensions==4.12.2"]
docs = ["markupsafe==2.1.5", "tomli==2.0.1 ; python_version < '3.11'"]
Odd_Name = ["idna==3.7"]
nothing = []
"""

_OFFERS: tuple[tuple[str, ...], ...] = (
    (),
    ("--group", "docs"),
    ("--group", "docs", "--group", "odd-name"),
    ("--group", "Odd.Name"),
    ("--no-group", "dev"),
    ("--no-group", "lint"),
    ("--only-group", "docs"),
    ("--only-group", "docs", "--only-group", "types"),
    ("--all-groups",),
    ("--all-groups", "--no-group", "docs"),
    ("--no-default-groups",),
    ("--no-default-groups", "--group", "lint"),
    ("--dev",),
    ("--no-dev",),
    ("--no-dev", "--group", "types"),
    ("--only-dev",),
    ("--all-groups", "--all-extras"),
    ("--extra", "color", "--no-dev"),
    ("--group", "nothing", "--no-dev"),
)


def _recipe(name: str, defaults: str = "") -> Recipe:
    settings = f"[tool.uv]\ndefault-groups = {defaults}\n" if defaults else ""
    text = manifest(name, "six==1.16.0", rest=_GROUPS + settings)
    return Recipe(name, {"pyproject.toml": text}, offers=_OFFERS)


GROUPS = _recipe("groups")
DEFAULTS_LISTED = _recipe("groups-listed", '["docs", "types"]')
DEFAULTS_ALL = _recipe("groups-all", '"all"')
DEFAULTS_NONE = _recipe("groups-none", "[]")

_GROUP_PYTHON = """
[dependency-groups]
dev = ["iniconfig==2.0.0"]
new = ["idna==3.7", {include-group = "dev"}]
[tool.uv.dependency-groups]
new = {requires-python = ">=3.12"}
"""

GROUP_PYTHON = Recipe(
    "group-python",
    {"pyproject.toml": manifest("group-python", "six==1.16.0", rest=_GROUP_PYTHON)},
    offers=((), ("--group", "new"), ("--all-groups",)),
)

LEGACY = Recipe(
    "legacy-dev",
    {
        "pyproject.toml": manifest(
            "legacy-dev",
            "six==1.16.0",
            rest='[tool.uv]\ndev-dependencies = ["iniconfig==2.0.0", "Pluggy>=1.5,<1.6"]\n',
        )
    },
    offers=((), ("--no-dev",), ("--only-dev",), ("--no-default-groups",), ("--all-groups",)),
)

LEGACY_AND_GROUP = Recipe(
    "legacy-and-group",
    {
        "pyproject.toml": manifest(
            "legacy-and-group",
            "six==1.16.0",
            rest='[dependency-groups]\ndev = ["idna==3.7"]\n'
            '[tool.uv]\ndev-dependencies = ["iniconfig==2.0.0"]\n',
        )
    },
    offers=((), ("--no-dev",), ("--only-dev",)),
)

ONLY_GROUPS = Recipe(
    "no-project",
    {
        "pyproject.toml": "[dependency-groups]\n"
        'dev = ["iniconfig==2.0.0"]\n'
        'docs = ["markupsafe==2.1.5", "idna==3.7 ; python_version >= \'3.11\'"]\n'
    },
    offers=((), ("--group", "docs"), ("--no-dev",), ("--only-group", "docs"), ("--all-groups",)),
)

ALL = (
    GROUPS,
    DEFAULTS_LISTED,
    DEFAULTS_ALL,
    DEFAULTS_NONE,
    GROUP_PYTHON,
    LEGACY,
    LEGACY_AND_GROUP,
    ONLY_GROUPS,
)
