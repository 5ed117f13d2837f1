"""Lockfiles in uv's form, with every kind of content that a lockfile can have."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

REGISTRY = 'registry = "https://index.example/simple"'
SHA = "a" * 64
SOURCES = (
    REGISTRY,
    'git = "https://git.example/p.git?subdirectory=s&rev=main#0123456789abcdef0123456789abcdef01234567"',
    'url = "https://files.example/p-1.0.zip"',
    'url = "https://files.example/p-1.0.zip", subdirectory = "sub"',
    'path = "../wheels/p-1.0-py3-none-any.whl"',
    'directory = "../beside"',
    'editable = "packages/p"',
    'virtual = "."',
)
MARKERS = (
    "",
    "sys_platform == 'win32'",
    "python_full_version < '3.12' or extra == 'extra-3-pkg-cpu'",
)
FULL = """\
version = 1
revision = 3
requires-python = ">=3.10"
resolution-markers = [
    "sys_platform == 'win32'",
    "sys_platform != 'win32'",
]
supported-markers = [
    "sys_platform == 'linux'",
]
conflicts = [[
    { package = "app", extra = "cpu" },
    { package = "app", group = "gpu" },
]]

[options]
resolution-mode = "lowest"

[manifest]
members = [
    "app",
    "lib",
]
constraints = [{ name = "idna", specifier = "<4" }]

[manifest.dependency-groups]
dev = [{ name = "ruff", extras = ["a"], marker = "sys_platform == 'linux'" }]

[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "idna", version = "3.9", source = { registry = "https://index.example/simple" }, marker = "sys_platform == 'win32'" },
    { name = "idna", version = "3.10", source = { registry = "https://index.example/simple" }, extra = ["fast", "slow"], marker = "sys_platform != 'win32'" },
    { name = "lib" },
]

[package.optional-dependencies]
cpu = [
    { name = "idna", version = "3.10", source = { registry = "https://index.example/simple" } },
]

[package.dev-dependencies]
gpu = [
    { name = "lib" },
]

[package.metadata]
requires-dist = [
    { name = "idna", extras = ["fast"], specifier = ">=3" },
    { name = "lib", editable = "lib" },
]
provides-extras = ["cpu"]

[package.metadata.requires-dev]
gpu = [{ name = "lib", editable = "lib" }]

[[package]]
name = "idna"
version = "3.9"
source = { registry = "https://index.example/simple" }
resolution-markers = [
    "sys_platform == 'win32'",
]
sdist = { url = "https://files.example/idna-3.9.tar.gz", hash = "sha256:00", size = 1000, upload-time = "2024-01-01T00:00:00Z" }
wheels = [
    { url = "https://files.example/idna-3.9-py3-none-any.whl", hash = "sha256:00", size = 1000 },
]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
resolution-markers = [
    "sys_platform != 'win32'",
]
wheels = [
    { url = "https://files.example/idna-3.10-py3-none-any.whl", hash = "sha256:00", size = 20 },
]

[package.optional-dependencies]
fast = [
    { name = "lib" },
]
slow = [
]

[[package]]
name = "lib"
source = { virtual = "lib" }
"""  # noqa: E501 - as uv writes it


def _edge(name: str, extra: bool, marker: str, source: str) -> str:  # noqa: FBT001
    parts = [f'name = "{name}"']
    parts += [f'version = "2.0", source = {{ {source} }}'] if source else []
    parts += ['extra = ["x", "y-z"]'] if extra else []
    parts += [f'marker = "{marker}"'] if marker else []
    return f"    {{ {', '.join(parts)} }},\n"


_edges = st.lists(
    st.builds(
        _edge,
        st.sampled_from(["idna", "six-2", "日本"]),
        st.booleans(),
        st.sampled_from(MARKERS),
        st.sampled_from(("", *SOURCES[:4])),
    ),
    max_size=3,
).map("".join)


def _entry(
    source: str, edges: str, extras: str, files: Sequence[bool], markers: int, metadata: str
) -> str:
    file = f'hash = "sha256:{SHA}", size = 12, upload-time = "2024-01-01T00:00:00Z"'
    listed = "".join(f'    "{it}",\n' for it in MARKERS[1:][:markers])
    url = "https://files.example/p-1.0"
    return (
        f'\n[[package]]\nname = "p"\nversion = "1.0"\nsource = {{ {source} }}\n'
        + (f"resolution-markers = [\n{listed}]\n" if listed else "")
        + (f"dependencies = [\n{edges}]\n" if edges else "")
        + (f'sdist = {{ url = "{url}.tar.gz", {file} }}\n' if files[0] else "")
        + (f'wheels = [\n    {{ url = "{url}-py3-none-any.whl", {file} }},\n' if files[1] else "")
        + ('    { filename = "p-1.0-cp312-none-any.whl" },\n]\n' if files[1] else "")
        + (f"\n[package.optional-dependencies]\nx = [\n{extras}]\n" if extras else "")
        + metadata
    )


_entries = st.builds(
    _entry,
    st.sampled_from(SOURCES),
    _edges,
    _edges,
    st.tuples(st.booleans(), st.booleans()),
    st.integers(0, 2),
    st.sampled_from(["", "", '\n[package.metadata]\nrequires-dist = [{ name = "idna" }]\n']),
)
lockfiles = st.tuples(
    st.sampled_from(["", "revision = 1\n", "revision = 5\n", "revision = 9\n"]),
    st.lists(_entries, max_size=4).map("".join),
).map(lambda it: f'version = 1\n{it[0]}requires-python = ">=3.10"\n{it[1]}')
