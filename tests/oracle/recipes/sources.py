"""Projects with packages from other sources: folders, archives, URLs, git, a local index."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package

_LIBRARY = package("libs/library", "library", "six==1.16.0")


def _sources(name: str, dependencies: tuple[str, ...], table: str, **files: str) -> Recipe:
    text = manifest(name, *dependencies, rest=f"[tool.uv.sources]\n{table}\n")
    return Recipe(name, {"pyproject.toml": text, **files})


EDITABLE = _sources(
    "editable", ("library",), 'library = { path = "libs/library", editable = true }', **_LIBRARY
)
DIRECTORY = _sources("directory", ("library",), 'library = { path = "libs/library" }', **_LIBRARY)
VIRTUAL = _sources(
    "virtual-path", ("library",), 'library = { path = "libs/library", package = false }', **_LIBRARY
)
OUTSIDE = _sources("outside", ("tree",), 'tree = { path = "{packages-path}/trees/tree" }')
WHEEL = _sources(
    "wheel-path",
    ("shelved-needs", "shelved"),
    'shelved-needs = { path = "{packages-path}/wheels/shelved_needs-1.0-py3-none-any.whl" }\n'
    'shelved = { path = "{packages-path}/wheels/shelved-1.0-py3-none-any.whl" }',
)
ARCHIVE = _sources(
    "archive-path", ("packed",), 'packed = { path = "{packages-path}/archives/packed-1.0.tar.gz" }'
)
FILE_URL = Recipe(
    "file-url",
    {
        "pyproject.toml": manifest(
            "file-url", "shelved @ {packages}/wheels/shelved-1.0-py3-none-any.whl", "six==1.16.0"
        )
    },
)
URL = Recipe("url", {"pyproject.toml": manifest("url", "idna @ {wheel:idna==3.7}", "anyio==4.4.0")})
URL_SOURCE = _sources("url-source", ("idna", "six"), 'idna = { url = "{wheel:idna==3.6}" }')
GIT_TAG = _sources(
    "git-tag", ("versioned",), 'versioned = { git = "{packages}/repository", tag = "v1.0" }'
)
GIT_BRANCH = _sources(
    "git-branch",
    ("versioned", "versioned-inner"),
    'versioned = { git = "{packages}/repository", branch = "main" }\n'
    'versioned-inner = { git = "{packages}/repository", subdirectory = "inner" }',
)
GIT_INLINE = Recipe(
    "git-inline",
    {"pyproject.toml": manifest("git-inline", "versioned @ git+{packages}/repository@v2.0")},
)
BY_MARKER = _sources(
    "source-by-marker",
    ("shelved",),
    "shelved = [\n"
    '    { path = "{packages-path}/wheels/shelved-1.0-py3-none-any.whl",'
    " marker = \"sys_platform == 'linux'\" },\n"
    '    { path = "{packages-path}/wheels/shelved-2.0-py3-none-any.whl",'
    " marker = \"sys_platform != 'linux'\" },\n]",
)

_LOCAL_INDEX = """
[[tool.uv.index]]
name = "local"
url = "{packages}/wheels"
format = "flat"
explicit = true
[tool.uv.sources]
shelved-needs = { index = "local" }
shelved = { index = "local" }
odd-local = { index = "local" }
odd-post = { index = "local" }
odd-epoch = { index = "local" }
odd-pre = { index = "local" }
odd-zeros = { index = "local" }
odd-name = { index = "local" }
"""

_SHELVED = (
    "shelved-needs==1.0",
    "shelved",
    "odd-local",
    "odd-post",
    "odd-epoch",
    "odd-pre==1.0rc1",
    "odd-zeros==1.0",
    "Odd.Name",
)

INDEX = Recipe(
    "local-index",
    {"pyproject.toml": manifest("local-index", *_SHELVED, "idna==3.7", rest=_LOCAL_INDEX)},
)
FIND_LINKS = Recipe(
    "find-links",
    {
        "pyproject.toml": manifest(
            "find-links",
            "shelved==2.0",
            "idna==3.7",
            rest='[tool.uv]\nfind-links = ["{packages-path}/wheels"]\n',
        )
    },
)
NO_WHEEL_HERE = Recipe(
    "no-wheel-here",
    {
        "pyproject.toml": manifest(
            "no-wheel-here",
            "elsewhere==1.0",
            "idna==3.7",
            rest='[tool.uv]\nfind-links = ["{packages-path}/wheels"]\n',
        )
    },
    syncs=False,
)

ALL = (
    EDITABLE,
    DIRECTORY,
    VIRTUAL,
    OUTSIDE,
    WHEEL,
    ARCHIVE,
    FILE_URL,
    URL,
    URL_SOURCE,
    GIT_TAG,
    GIT_BRANCH,
    GIT_INLINE,
    BY_MARKER,
    INDEX,
    FIND_LINKS,
)
