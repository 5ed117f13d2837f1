"""Lockfiles in uv's form, of a virtual project called app."""

from __future__ import annotations

from collections.abc import Mapping

_PIN = """
[[package]]
name = "{name}"
version = "{version}"
source = {{ registry = "https://index.example/simple" }}
sdist = {{ url = "https://files.example/{name}-{version}.tar.gz", hash = "sha256:00", size = 1000 }}
"""


def app_lockfile(
    requirements: Mapping[str, str],
    pins: Mapping[str, str],
    *,
    python: str,
    version: str = "0.1.0",
    revision: int = 3,
) -> str:
    """The lockfile of app: requirements are names with specifiers, pins names with versions."""
    edges = "".join(f'    {{ name = "{name}" }},\n' for name in requirements)
    required = [_required(name, specifier) for name, specifier in requirements.items()]
    return (
        f'version = 1\nrevision = {revision}\nrequires-python = "{python}"\n'
        f'\n[[package]]\nname = "app"\nversion = "{version}"\nsource = {{ virtual = "." }}\n'
        f"dependencies = [\n{edges}]\n"
        f"\n[package.metadata]\nrequires-dist = {_array(required)}\n"
        + "".join(_PIN.format(name=name, version=it) for name, it in pins.items())
    )


def _required(name: str, specifier: str) -> str:
    more = f', specifier = "{specifier}"' if specifier else ""
    return f'{{ name = "{name}"{more} }}'


def _array(items: list[str]) -> str:
    """uv writes an array of one item on one line."""
    if len(items) == 1:
        return f"[{items[0]}]"
    return "[\n" + "".join(f"    {it},\n" for it in items) + "]"
