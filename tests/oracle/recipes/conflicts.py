"""Extras and groups that conflict, with forked versions."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package

_EXTRAS = """
[project.optional-dependencies]
old = ["idna==3.6", "anyio==4.3.0"]
new = ["idna==3.7", "anyio==4.4.0"]
free = ["six==1.16.0"]
[tool.uv]
conflicts = [[{ extra = "old" }, { extra = "new" }]]
"""

EXTRAS = Recipe(
    "conflicting-extras",
    {"pyproject.toml": manifest("conflicting-extras", "sniffio==1.3.1", rest=_EXTRAS)},
    offers=(
        (),
        ("--extra", "old"),
        ("--extra", "new"),
        ("--extra", "free"),
        ("--extra", "old", "--extra", "free"),
        ("--extra", "new", "--extra", "free"),
        ("--extra", "old", "--extra", "new"),
        ("--all-extras",),
        ("--all-extras", "--no-extra", "old"),
    ),
)

_GROUPS = """
[dependency-groups]
dev = ["iniconfig==2.0.0"]
old = ["idna==3.6"]
new = ["idna==3.7", {include-group = "dev"}]
[tool.uv]
conflicts = [[{ group = "old" }, { group = "new" }]]
"""

GROUPS = Recipe(
    "conflicting-groups",
    {"pyproject.toml": manifest("conflicting-groups", "anyio==4.4.0", rest=_GROUPS)},
    offers=(
        (),
        ("--group", "old"),
        ("--group", "new"),
        ("--only-group", "old"),
        ("--only-group", "new"),
        ("--all-groups",),
        ("--all-groups", "--no-group", "new"),
        ("--group", "old", "--no-dev"),
    ),
)

_MIXED = """
[project.optional-dependencies]
web = ["httpx==0.27.0", "idna==3.6"]
[dependency-groups]
dev = ["idna==3.7"]
[tool.uv]
conflicts = [[{ extra = "web" }, { group = "dev" }]]
"""

MIXED = Recipe(
    "conflicting-mixed",
    {"pyproject.toml": manifest("conflicting-mixed", "sniffio==1.3.1", rest=_MIXED)},
    offers=((), ("--extra", "web"), ("--extra", "web", "--no-dev"), ("--no-dev",), ("--only-dev",)),
)

_THREE = """
[project.optional-dependencies]
a = ["idna==3.4"]
b = ["idna==3.6"]
c = ["idna==3.7"]
[dependency-groups]
g = ["six==1.15.0"]
h = ["six==1.16.0"]
[tool.uv]
conflicts = [
    [{ extra = "a" }, { extra = "b" }, { extra = "c" }],
    [{ group = "g" }, { group = "h" }],
]
"""

THREE = Recipe(
    "conflicting-three",
    {"pyproject.toml": manifest("conflicting-three", "anyio>=4.3,<4.5", rest=_THREE)},
    offers=(
        (),
        ("--extra", "a"),
        ("--extra", "b", "--group", "g"),
        ("--extra", "c", "--group", "h"),
        ("--group", "h"),
        ("--extra", "a", "--extra", "c"),
    ),
)

_MEMBER_CONFLICT = """[tool.uv.workspace]
members = ["pkgs/*"]
[tool.uv]
conflicts = [
    [{ package = "left", extra = "x" }, { package = "right", extra = "x" }],
]
"""

MEMBERS = Recipe(
    "conflicting-members",
    {
        "pyproject.toml": _MEMBER_CONFLICT,
        **package(
            "pkgs/left",
            "left",
            rest='[project.optional-dependencies]\nx = ["idna==3.6"]\n',
        ),
        **package(
            "pkgs/right",
            "right",
            "left",
            rest='[project.optional-dependencies]\nx = ["idna==3.7"]\nvialeft = ["left[x]"]\n'
            "[tool.uv.sources]\nleft = { workspace = true }\n",
        ),
    },
    offers=(
        (),
        ("--package", "left", "--extra", "x"),
        ("--package", "right", "--extra", "x"),
        ("--package", "right", "--extra", "vialeft"),
        ("--all-packages",),
        ("--all-packages", "--all-extras"),
    ),
    members=(".", "pkgs/left", "pkgs/right"),
)

_WHOLE_MEMBERS = """[tool.uv.workspace]
members = ["pkgs/*"]
[tool.uv]
conflicts = [[{ package = "left" }, { package = "right" }]]
"""

WHOLE_MEMBERS = Recipe(
    "conflicting-packages",
    {
        "pyproject.toml": _WHOLE_MEMBERS,
        **package("pkgs/left", "left", "idna==3.6", "anyio==4.4.0"),
        **package("pkgs/right", "right", "idna==3.7", "anyio==4.4.0"),
    },
    synced=("--package", "left"),
    offers=((), ("--package", "left"), ("--package", "right"), ("--all-packages",)),
    members=(".", "pkgs/left"),
)

_BY_GROUPS = """[project]
name = "chooses"
version = "1"
requires-python = ">=3.10"
[project.optional-dependencies]
old = ["left"]
[dependency-groups]
left = ["left"]
right = ["right"]
other = ["six==1.16.0"]
[tool.uv]
package = false
conflicts = [
    [{ package = "left" }, { package = "right" }],
    [{ group = "left" }, { group = "right" }, { extra = "old" }],
]
[tool.uv.sources]
left = { workspace = true }
right = { workspace = true }
[tool.uv.workspace]
members = ["pkgs/*"]
"""

BY_GROUPS = Recipe(
    "conflicting-packages-by-groups",
    {
        "pyproject.toml": _BY_GROUPS,
        **package("pkgs/left", "left", "idna==3.6"),
        **package("pkgs/right", "right", "idna==3.7"),
    },
    offers=(
        (),
        ("--group", "left"),
        ("--group", "right"),
        ("--group", "right", "--group", "other"),
        ("--only-group", "right"),
        ("--extra", "old"),
        ("--all-groups",),
        ("--all-packages",),
        ("--package", "left", "--package", "right"),
    ),
    members=(".", "pkgs/left"),
)

ALL = (EXTRAS, GROUPS, MIXED, THREE, MEMBERS, WHOLE_MEMBERS, BY_GROUPS)
