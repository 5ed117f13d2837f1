"""A workspace for the tests of `lockstep why`: a manifest, a member and a lockfile."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["web"]

[project.optional-dependencies]
tables = ["grid[color]"]

[dependency-groups]
lint = ["style"]

[tool.uv.workspace]
members = ["lib"]
"""


LIB = """
[project]
name = "lib"
version = "0.2.0"
requires-python = ">=3.10"
dependencies = ["deep"]
"""


HEAD = """version = 1
revision = 3
requires-python = ">=3.10"

[manifest]
members = [
    "app",
    "lib",
]
"""


APP = """
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "web" },
]

[package.optional-dependencies]
tables = [
    { name = "grid", extra = ["color"] },
]

[package.dev-dependencies]
lint = [
    { name = "style" },
]

[package.metadata]
requires-dist = [
    { name = "grid", extras = ["color"], marker = "extra == 'tables'" },
    { name = "web" },
]
provides-extras = ["tables"]

[package.metadata.requires-dev]
lint = [{ name = "style" }]
"""


GRID = '\n[package.optional-dependencies]\ncolor = [\n    { name = "paint" },\n]\n'


def package(name: str, *needs: str, source: str = "", more: str = "") -> str:
    where = source or '{ registry = "https://index.example/simple" }'
    edges = "".join(f"    {it},\n" for it in needs)
    listed = f"dependencies = [\n{edges}]\n" if needs else ""
    sdist = f'url = "https://files.example/{name}-1.tar.gz", hash = "sha256:00", size = 1'
    archive = "" if source else f"sdist = {{ {sdist} }}\n"
    return (
        f'\n[[package]]\nname = "{name}"\nversion = "1"\nsource = {where}\n{listed}{archive}{more}'
    )


def make_workspace(folder: Path) -> None:
    """Write a workspace with a lockfile: a member, an extra, a group, and a marker."""
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "lib").mkdir()
    (folder / "lib" / "pyproject.toml").write_text(LIB)
    marked = '{ name = "old", marker = "python_full_version < \'3.11\'" }'
    packages = (
        package("alone"),
        APP,
        package("deep"),
        package("grid", more=GRID),
        package("lib", '{ name = "deep" }', source='{ virtual = "lib" }'),
        package("old"),
        package("paint"),
        package("style", '{ name = "old" }'),
        package("web", marked),
    )
    (folder / "uv.lock").write_text(HEAD + "".join(packages))
