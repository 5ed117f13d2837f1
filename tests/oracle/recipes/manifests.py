"""The text of a manifest, from the parts that differ between recipes."""

from __future__ import annotations

import json

from ..handmade_packages import BUILD


def manifest(
    name: str,
    *dependencies: str,
    requires: str = ">=3.10",
    version: str = "0.1.0",
    rest: str = "",
    packaged: bool = False,
) -> str:
    """A `[project]` table with one dependency per line, then `rest`."""
    lines = [f'name = "{name}"', f'version = "{version}"', f'requires-python = "{requires}"']
    listed = "".join(f"    {json.dumps(dependency)},\n" for dependency in dependencies)
    lines.append(f"dependencies = [\n{listed}]")
    build = f"\n{BUILD}" if packaged else ""
    return "[project]\n" + "\n".join(lines) + f"\n{rest}{build}"


def package(folder: str, name: str, *dependencies: str, rest: str = "") -> dict[str, str]:
    """The files of a member or path dependency, built with uv's own build backend."""
    module = name.replace("-", "_").lower()
    prefix = "" if folder == "." else f"{folder}/"
    return {
        f"{prefix}pyproject.toml": manifest(name, *dependencies, rest=rest, packaged=True),
        f"{prefix}src/{module}/__init__.py": "",
    }
