"""Lockfiles with several versions of a package, or for some platforms only."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest

_BY_PYTHON = ("idna==3.6 ; python_version < '3.12'", "idna==3.7 ; python_version >= '3.12'")
_MORE = ("zipp==3.18.0; python_full_version < '3.11.4'", "zipp==3.19.2; python_version > '3.11'")


def _by_python(minor: str) -> Recipe:
    name = f"by-python-{minor}"
    text = manifest(name, *_BY_PYTHON, *_MORE, "anyio==4.4.0", "importlib-metadata==8.0.0")
    files = {"pyproject.toml": text, ".python-version": f"{minor}\n"}
    return Recipe(name, files, python=minor)


BY_PYTHON = tuple(_by_python(minor) for minor in ("3.10", "3.11", "3.12", "3.13"))

BY_PLATFORM = Recipe(
    "by-platform",
    {
        "pyproject.toml": manifest(
            "by-platform",
            "idna==3.6 ; sys_platform == 'linux'",
            "idna==3.7 ; sys_platform != 'linux'",
            "six==1.15.0 ; sys_platform == 'linux' and platform_machine == 'sparc'",
            "six==1.16.0 ; sys_platform != 'linux' or platform_machine != 'sparc'",
            "colorama ; platform_system == 'Windows'",
            "click==8.1.7",
            "tomli ; platform_machine == 'sparc'",
            "iniconfig==2.0.0 ; implementation_name == 'cpython'",
            "pluggy==1.5.0 ; platform_python_implementation == 'PyPy'",
            "zipp==3.19.2 ; 'linux' in sys_platform and platform_machine not in 'sparc,vax'",
        )
    },
)

RANGE = Recipe(
    "python-range",
    {
        "pyproject.toml": manifest(
            "python-range", "tomli>=2; python_version<'3.11'", "idna==3.7", requires=">=3.11,<3.13"
        )
    },
)

COMPATIBLE = Recipe(
    "python-compatible",
    {"pyproject.toml": manifest("python-compatible", "idna==3.7", requires="~=3.10")},
)

_ENVIRONMENTS = """
[tool.uv]
environments = [
    "sys_platform == 'linux' and python_version >= '3.11'",
    "sys_platform == 'darwin'",
    "sys_platform == 'win32'",
]
"""

ENVIRONMENTS = Recipe(
    "environments",
    {"pyproject.toml": manifest("environments", *_BY_PYTHON, "click==8.1.7", rest=_ENVIRONMENTS)},
)

NOT_HERE = Recipe(
    "environments-elsewhere",
    {
        "pyproject.toml": manifest(
            "environments-elsewhere",
            "click==8.1.7",
            rest="[tool.uv]\nenvironments = [\"sys_platform == 'plan9'\"]\n",
        )
    },
    syncs=False,
)

REQUIRED = Recipe(
    "environments-required",
    {
        "pyproject.toml": manifest(
            "environments-required",
            "markupsafe==2.1.5",
            rest="[tool.uv]\nrequired-environments = [\"sys_platform == 'linux' and "
            "platform_machine == 'x86_64'\"]\n",
        )
    },
)

ALL = (*BY_PYTHON, BY_PLATFORM, RANGE, COMPATIBLE, ENVIRONMENTS, REQUIRED)
