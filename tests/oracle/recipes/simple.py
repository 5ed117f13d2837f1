"""Projects without groups, members or sources: plain, packaged, extras, resolver settings."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package

PLAIN = Recipe(
    "plain",
    {"pyproject.toml": manifest("plain", "iniconfig==2.0.0", "pluggy==1.5.0", "packaging==24.1")},
)

EMPTY = Recipe("empty", {"pyproject.toml": manifest("empty")})

NATIVE = Recipe(
    "native",
    {"pyproject.toml": manifest("native", "jinja2==3.1.4", "click==8.1.7", "attrs==23.2.0")},
)

SPELLED = Recipe(
    "spelled",
    {
        "pyproject.toml": manifest(
            "Spelled_Project",
            "Jinja2==3.1.4",
            "typing_extensions ==4.12.2",
            "Importlib.Metadata>=8,<8.1",
            "ZIPP!=3.19.2,>=3.19,<3.20",
        )
    },
)

_EXTRAS = """
[project.optional-dependencies]
web = ["httpx[http2]==0.27.0"]
color = ["colorama==0.4.6"]
Old_Style = ["six==1.16.0"]
all = ["extras[web,color]", "idna==3.7"]
nothing = []
"""

EXTRAS = Recipe(
    "extras",
    {"pyproject.toml": manifest("extras", "iniconfig==2.0.0", rest=_EXTRAS)},
    offers=(
        (),
        ("--extra", "web"),
        ("--extra", "color"),
        ("--extra", "web", "--extra", "color"),
        ("--extra", "all"),
        ("--extra", "old-style"),
        ("--extra", "Old.Style"),
        ("--extra", "nothing"),
        ("--all-extras",),
        ("--all-extras", "--no-extra", "all"),
        ("--all-extras", "--no-extra", "web"),
    ),
)

NESTED_EXTRAS = Recipe(
    "nested-extras",
    {
        "pyproject.toml": manifest(
            "nested-extras",
            "httpx[http2,socks]==0.27.0",
            "anyio[trio]==4.4.0 ; python_version < '3.11'",
            "importlib-metadata==8.0.0; extra == 'more'",
            rest='\n[project.optional-dependencies]\nmore = ["click==8.1.7"]\n',
        )
    },
    offers=((), ("--extra", "more"), ("--all-extras",)),
)

PACKAGED = Recipe(
    "packaged",
    package(
        ".",
        "packaged",
        "six==1.16.0",
        rest='[project.scripts]\npackaged = "packaged:main"\n',
    ),
)

NOT_PACKAGED = Recipe(
    "not-packaged",
    package(".", "not-packaged", "six==1.16.0", rest="[tool.uv]\npackage = false\n"),
)

FORCED_PACKAGE = Recipe(
    "forced-package",
    {
        "pyproject.toml": manifest(
            "forced-package", "six==1.16.0", rest="[tool.uv]\npackage = true\n", packaged=True
        ),
        "src/forced_package/__init__.py": "",
    },
)

_DYNAMIC = """[project]
name = "dynamic"
dynamic = ["version"]
requires-python = ">=3.10"
dependencies = ["six==1.16.0"]

[build-system]
requires = ["hatchling==1.27.0"]
build-backend = "hatchling.build"

[tool.hatch.version]
path = "src/dynamic/__init__.py"
"""

DYNAMIC = Recipe(
    "dynamic",
    {"pyproject.toml": _DYNAMIC, "src/dynamic/__init__.py": '__version__ = "0.3.0"\n'},
)

_SETTINGS = """
[tool.uv]
constraint-dependencies = ["markupsafe<2.1.5", "idna<3.7"]
override-dependencies = ["click==8.1.3", "colorama==0.4.5 ; sys_platform == 'win32'"]
resolution = "highest"
prerelease = "if-necessary"
"""

RESOLVER_SETTINGS = Recipe(
    "resolver-settings",
    {
        "pyproject.toml": manifest(
            "resolver-settings", "jinja2>=3.1,<3.1.5", "click>=8", "anyio==4.4.0", rest=_SETTINGS
        )
    },
)

_METADATA = """
[[tool.uv.dependency-metadata]]
name = "iniconfig"
version = "2.0.0"
requires-dist = ["six==1.16.0"]
provides-extra = ["loud"]
"""

METADATA = Recipe(
    "metadata",
    {"pyproject.toml": manifest("metadata", "iniconfig==2.0.0", rest=_METADATA)},
)

LOWEST = Recipe(
    "lowest",
    {
        "pyproject.toml": manifest(
            "lowest", "zipp>=3.17,<3.20", "six>=1.15", rest='[tool.uv]\nresolution = "lowest"\n'
        )
    },
)

ALL = (
    PLAIN,
    EMPTY,
    NATIVE,
    SPELLED,
    EXTRAS,
    NESTED_EXTRAS,
    PACKAGED,
    NOT_PACKAGED,
    FORCED_PACKAGE,
    DYNAMIC,
    RESOLVER_SETTINGS,
    METADATA,
    LOWEST,
)
