"""Workspaces: a virtual root, a project as root, dependent members, excluded members."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package

_MEMBERS = {
    **package(
        "pkgs/alpha",
        "alpha",
        "beta",
        "iniconfig==2.0.0",
        rest='[project.optional-dependencies]\nfast = ["idna==3.7", "beta[deep]"]\n'
        '[dependency-groups]\ndev = ["pluggy==1.5.0"]\nalpha-docs = ["markupsafe==2.1.5"]\n'
        "[tool.uv.sources]\nbeta = { workspace = true }\n",
    ),
    **package(
        "pkgs/beta",
        "beta",
        "six==1.16.0",
        rest='[project.optional-dependencies]\ndeep = ["zipp==3.19.2"]\n'
        '[dependency-groups]\ndev = ["pathspec==0.12.1"]\n'
        '[tool.uv]\ndefault-groups = ["dev"]\n',
    ),
    "pkgs/gamma/pyproject.toml": manifest(
        "gamma",
        "click==8.1.7",
        rest='[dependency-groups]\ntest = ["packaging==24.1"]\n'
        '[tool.uv]\npackage = false\ndefault-groups = ["test"]\n',
    ),
}

_TABLE = '[tool.uv.workspace]\nmembers = ["pkgs/*"]\n'

_OFFERS: tuple[tuple[str, ...], ...] = (
    (),
    ("--all-packages",),
    ("--package", "alpha"),
    ("--package", "beta"),
    ("--package", "gamma"),
    ("--package", "alpha", "--extra", "fast"),
    ("--package", "alpha", "--all-extras", "--no-dev"),
    ("--package", "alpha", "--package", "gamma"),
    ("--package", "beta", "--only-group", "dev"),
    ("--all-packages", "--all-extras"),
    ("--all-packages", "--all-groups"),
    ("--all-packages", "--all-groups", "--all-extras"),
    ("--all-packages", "--no-dev"),
    ("--all-packages", "--no-default-groups"),
)

_PLACES = (".", "pkgs/alpha", "pkgs/beta", "pkgs/gamma")

VIRTUAL_ROOT = Recipe(
    "virtual-root",
    {
        "pyproject.toml": _TABLE + '[dependency-groups]\ndev = ["tomli==2.0.1"]\n',
        **_MEMBERS,
    },
    offers=_OFFERS,
    members=_PLACES,
)

PROJECT_ROOT = Recipe(
    "project-root",
    {
        "pyproject.toml": manifest(
            "project-root",
            "beta",
            "attrs==23.2.0",
            rest='[project.optional-dependencies]\nmore = ["alpha[fast]"]\n'
            '[dependency-groups]\ndev = ["tomli==2.0.1"]\ndocs = ["alpha"]\n'
            "[tool.uv.sources]\nalpha = { workspace = true }\nbeta = { workspace = true }\n"
            + _TABLE,
        ),
        **_MEMBERS,
    },
    offers=(*_OFFERS, ("--extra", "more"), ("--group", "docs"), ("--all-groups",)),
    members=_PLACES,
)

_EXCLUDED = '[tool.uv.workspace]\nmembers = ["pkgs/*"]\nexclude = ["pkgs/gamma", "pkgs/no*"]\n'

EXCLUDING_ROOT = Recipe(
    "excluding-root",
    {
        "pyproject.toml": manifest(
            "excluding-root",
            "alpha",
            rest="[tool.uv.sources]\nalpha = { workspace = true }\n" + _EXCLUDED,
        ),
        **_MEMBERS,
        "pkgs/notes/readme.txt": "No manifest here.\n",
    },
    offers=((), ("--all-packages",), ("--package", "beta")),
    members=(".", "pkgs/alpha"),
)

CYCLE = Recipe(
    "cycle",
    {
        "pyproject.toml": _TABLE,
        **package(
            "pkgs/one",
            "one",
            "two",
            rest="[tool.uv.sources]\ntwo = { workspace = true }\n"
            '[dependency-groups]\ndev = ["six==1.16.0"]\n',
        ),
        **package(
            "pkgs/two",
            "two",
            "one",
            "idna==3.7",
            rest="[tool.uv.sources]\none = { workspace = true }\n",
        ),
    },
    offers=((), ("--package", "one"), ("--package", "two"), ("--all-packages",)),
    members=(".", "pkgs/one"),
)

ALL = (VIRTUAL_ROOT, PROJECT_ROOT, EXCLUDING_ROOT, CYCLE)
