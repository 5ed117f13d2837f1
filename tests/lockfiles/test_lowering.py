"""Requirements of a manifest as a lockfile records them: sources, paths, markers."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.freshness.entry import Entry
from lockstep.lockfiles.freshness.lowering import Lowering
from lockstep.lockfiles.pyproject import read_pyproject
from lockstep.model.project import Member, Project


def lowered(requirement: str, sources: str = "", folder: str = "/ws/app") -> list[Entry]:
    """The entries for a requirement of a workspace's root."""
    text = f"[project]\nname = 'app'\nversion = '1'\ndependencies = [{requirement!r}]\n{sources}\n"
    root = Member("app", folder, f"{folder}/pyproject.toml", read_pyproject(text).value)
    library = "[project]\nname = 'lib'\nversion = '1'\n[build-system]\nrequires = []\n"
    lib = Member("lib", f"{folder}/lib", "", read_pyproject(library).value)
    project = Project(folder, (root, lib), "app", f"{folder}/uv.lock", f"{folder}/.venv")
    return [
        entry for it in root.manifest.dependencies for entry in Lowering(project, root).entries(it)
    ]


SOURCES = "[tool.uv.sources]\n"


@pytest.mark.parametrize(
    ("requirement", "sources", "source"),
    [
        ("p", "", ()),
        ("p", 'p = { git = "https://git.example/p" }', ("git", "https://git.example/p")),
        (
            "p",
            'p = { git = "https://git.example/p", tag = "v1", subdirectory = "a" }',
            ("git", "https://git.example/p?subdirectory=a&tag=v1"),
        ),
        (
            "p",
            'p = { git = "ssh://git@git.example/p.git", branch = "main" }',
            ("git", "ssh://git@git.example/p.git?branch=main"),
        ),
        (
            "p",
            'p = { git = "https://user:secret@git.example/p" }',
            ("git", "https://git.example/p"),
        ),
        ("p", 'p = { url = "https://files.example/p.zip" }', ("url", "https://files.example/p.zip")),
        ("p", 'p = { path = "../p" }', ("directory", "/ws/p")),
        ("p", 'p = { path = "../p", editable = true }', ("editable", "/ws/p")),
        ("p", 'p = { path = "../p", package = false }', ("virtual", "/ws/p")),
        ("p", 'p = { path = "p-1-py3-none-any.whl" }', ("path", "/ws/app/p-1-py3-none-any.whl")),
        ("p", 'P = { path = "/abs/p.tar.gz" }', ("path", "/abs/p.tar.gz")),
        ("lib", "lib = { workspace = true }", ("editable", "/ws/app/lib")),
        ("lib", "lib = { workspace = true, editable = false }", ("directory", "/ws/app/lib")),
        ("p", "p = { workspace = true }", ()),
        ("p @ https://x.example/p.zip#subdirectory=a", "", ("url", "https://x.example/p.zip", "a")),
        ("p @ git+https://git.example/p@main", "", ("git", "https://git.example/p?rev=main")),
        ("p @ file:///ws/p", "", ("directory", "/ws/p")),
        ("p @ file:///ws/p%20q.whl", "", ("path", "/ws/p q.whl")),
    ],
)  # fmt: skip
def test_sources(requirement: str, sources: str, source: tuple[str, ...]) -> None:
    (entry,) = lowered(requirement, SOURCES + sources)
    assert entry.source == source


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("..\\\\P", "c:/ws/p"),
        ("../P", "c:/ws/p"),
        ("D:\\\\P", "d:/p"),
        ("\\\\\\\\server\\\\share\\\\P", "//server/share/p"),
    ],
)
def test_windows_paths(path: str, expected: str) -> None:
    (entry,) = lowered("p", f'{SOURCES}p = {{ path = "{path}" }}', "C:\\Ws\\App")
    assert entry.source == ("directory", expected)


def test_a_named_index() -> None:
    index = '[[tool.uv.index]]\nname = "one"\nurl = "https://one.example/simple/"\n'
    (entry,) = lowered("p", f'{SOURCES}p = {{ index = "one" }}\n{index}')
    assert entry.registry == "https://one.example/simple/"


def test_sources_with_markers_share_a_requirement() -> None:
    first = '{ git = "https://git.example/p", marker = "sys_platform == \'win32\'" }'
    entries = lowered("p>=1", f"{SOURCES}p = [{first}]")
    assert [(bool(it.source), it.marker) for it in entries] == [
        (True, "sys_platform == 'win32'"),
        (False, "sys_platform != 'win32'"),
    ]


@pytest.mark.parametrize("only", ['extra = "net"', 'group = "dev"'])
def test_sources_for_another_list_are_ignored(only: str) -> None:
    (entry,) = lowered("p", f'{SOURCES}p = {{ path = "../p", {only} }}')
    assert entry.source == ()


@pytest.mark.parametrize(
    "value", ["3", "[]", "[3]", "{}", "{ git = 3 }", '{ index = "none" }', '{ path = "" }']
)
def test_strange_sources(value: str) -> None:
    assert len(lowered("p", f"{SOURCES}p = {value}")) == 1


@pytest.mark.parametrize("url", ["http://[", "git+http://[", "file://[x", "http://x:port/"])
def test_strange_urls(url: str) -> None:
    assert lowered(f"p @ {url}") is not None
    assert lowered("p", f'{SOURCES}p = {{ git = "{url}" }}') is not None
