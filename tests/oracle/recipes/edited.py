"""Projects for edits of the manifest, with everything that a lockfile records."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package

_RICH = """
[project.optional-dependencies]
color = ["colorama==0.4.6"]
web = ["idna>=3.6,<3.8", "h11==0.14.0"]

[dependency-groups]
dev = ["iniconfig==2.0.0", {include-group = "lint"}]
lint = ["pathspec==0.12.1"]

[tool.uv]
constraint-dependencies = ["markupsafe<2.1.5"]
override-dependencies = ["click==8.1.3"]
required-environments = ["sys_platform == 'linux'"]
build-constraint-dependencies = ["hatchling<2"]
exclude-dependencies = ["tomli"]
conflicts = [[{ extra = "color" }, { extra = "web" }]]
"""

RICH = Recipe(
    "rich",
    {
        "pyproject.toml": manifest(
            "rich",
            "jinja2>=3.1,<3.1.5",
            "click>=8 ; python_version >= '3.10'",
            "anyio[trio]==4.4.0 ; sys_platform == 'nowhere'",
            "six==1.16.0",
            rest=_RICH,
        )
    },
)

SMALL = Recipe(
    "small",
    {
        "pyproject.toml": manifest(
            "small",
            "six>=1.15,<1.17",
            "Typing_Extensions>=4.10",
            rest='[dependency-groups]\ndev = ["iniconfig>=1", "pluggy"]\n'
            '[project.optional-dependencies]\na = ["idna>=3"]\n"b.c" = ["colorama"]\n',
        )
    },
)

MEMBERS = Recipe(
    "edited-members",
    {
        "pyproject.toml": manifest(
            "edited-members",
            "alpha",
            rest="[tool.uv.sources]\nalpha = { workspace = true }\n"
            '[tool.uv.workspace]\nmembers = ["pkgs/*"]\n',
        ),
        **package("pkgs/alpha", "alpha", "six==1.16.0"),
        **package("pkgs/beta", "beta", rest='[dependency-groups]\ndev = ["pluggy==1.5.0"]\n'),
        "spare/readme.txt": "Not a member.\n",
    },
)

SOURCES = Recipe(
    "edited-sources",
    {
        "pyproject.toml": manifest(
            "edited-sources",
            "library",
            "shelved",
            "versioned",
            rest='[tool.uv.sources]\nlibrary = { path = "libs/library", editable = true }\n'
            'shelved = { path = "{packages-path}/wheels/shelved-1.0-py3-none-any.whl" }\n'
            'versioned = { git = "{packages}/repository", tag = "v1.0" }\n',
        ),
        **package("libs/library", "library", "six==1.16.0"),
    },
)

INDEXED = Recipe(
    "edited-index",
    {
        "pyproject.toml": manifest(
            "edited-index",
            "shelved==1.0",
            "six==1.16.0",
            rest='[[tool.uv.index]]\nname = "local"\nurl = "{packages}/wheels"\nformat = "flat"\n'
            'explicit = true\n[tool.uv.sources]\nshelved = { index = "local" }\n',
        )
    },
)

ENVIRONMENTS = Recipe(
    "edited-environments",
    {
        "pyproject.toml": manifest(
            "edited-environments",
            "six==1.16.0",
            "colorama==0.4.6 ; sys_platform == 'win32'",
            rest="[tool.uv]\nenvironments = [\"sys_platform == 'linux'\", "
            "\"sys_platform == 'win32'\"]\n",
        )
    },
)

NAMED = Recipe(
    "edited-systems",
    {
        "pyproject.toml": manifest(
            "edited-systems",
            "colorama ; sys_platform == 'win32'",
            "six ; platform_system == 'Darwin'",
            "idna ; platform_system == 'FreeBSD'",
            "zipp ; implementation_name == 'pypy'",
        )
    },
)
