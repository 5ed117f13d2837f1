"""The files of cache keys and the folders of members that a pattern matches, as in real uv."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from lockstep.environment.cache_info import cache_info
from lockstep.project.file_cache import FileCache
from lockstep.project.workspace import find_project

from .machine import run, uv_program
from .project_builder import ProjectBuilder
from .projects import Recipe
from .recipes.manifests import package

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sampled(4),
    pytest.mark.skipif(sys.platform == "win32", reason="the files differ in ctime only"),
]

FILES = (
    "a.c",
    "b.h",
    ".hidden.c",
    "src/a.c",
    "src/deep/a.c",
    "src/deep/er/a.c",
    "src/.gen/a.c",
    ".gen/in/x.c",
    "x/src/a.c",
    "x/1.c",
    "x/12.c",
    "x/[1].c",
    "x/{a}.c",
    "data/a.txt",
    "data/A.TXT",
    "data/b-c.txt",
)
KEYS = (
    ("**/*.c",),
    ("*.c",),
    ("*",),
    ("src/*.c",),
    ("src/*.c", "*.h"),
    ("./src/*.c",),
    ("src/**",),
    ("src/**/*.c",),
    ("src/**/a.c",),
    ("**/src/*.c",),
    ("**/deep/**/*.c",),
    (".gen/**/*.c",),
    ("*/*.c",),
    ("x/?.c",),
    ("x/[0-9].c",),
    ("x/[!0-9]*.c",),
    ("x/[[]1].c",),
    ("x/[^0-9]*.c",),
    ("**/*.{c,h}",),
    ("{x,data}/*",),
    ("data/[a-b]*.txt",),
    ("data/*.TXT",),
    ("data/b**c.txt",),
    ("src/*",),
    ("!src/**", "**/*.c"),
    ("**/*.c", "!**/deep/**"),
    ("../beside/*.c",),
    ("no/such/*.c",),
    ("sr[c]",),
    ("src/**/",),
)

NAME = "keyed"


def _manifest(keys: tuple[str, ...]) -> str:
    listed = ", ".join(f'{{ file = "{it}" }}' for it in keys)
    text = package(".", NAME)["pyproject.toml"]
    return f"{text}\n[tool.uv]\ncache-keys = [{listed}]\n"


def _newest_by_uv(folder: Path, variables: dict[str, str]) -> str:
    command = [uv_program(), "sync", "--frozen", "--dry-run", "--offline", "-v"]
    text = run(command, folder, variables).expect_success().stderr
    found = re.findall(r"Most recently modified: (.*)", text)
    return str(found[-1]) if found else ""


def _seconds(path: Path) -> tuple[int, int]:
    return divmod(path.stat().st_ctime_ns, 1_000_000_000)


@pytest.fixture(scope="module")
def keyed(builder: ProjectBuilder) -> tuple[Path, dict[str, str]]:
    project = builder.synced(Recipe(NAME, package(".", NAME)))
    return project.folder, project.variables


@pytest.mark.parametrize("keys", KEYS, ids=str)
def test_cache_keys(keyed: tuple[Path, dict[str, str]], keys: tuple[str, ...]) -> None:
    """One file after the other is the newest one, is found by both, and is deleted."""
    folder, variables = keyed
    (folder / "pyproject.toml").write_text(_manifest(keys))
    for path in (*FILES, "../beside/a.c"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).unlink(missing_ok=True)
        (folder / path).write_text("")
    while True:
        uv = _newest_by_uv(folder, variables)
        ours = cache_info(str(folder), [{"file": it} for it in keys], variables)
        assert ours is not None
        stamp = ours["timestamp"]
        if not uv:
            assert stamp is None
            break
        newest = folder / uv
        text = (stamp or {}).get("secs_since_epoch"), (stamp or {}).get("nanos_since_epoch")
        assert text == _seconds(newest), uv
        if uv in ("pyproject.toml", "uv.lock", ".gitignore"):
            break
        newest.unlink()


MEMBERS = (
    "packages/a",
    "packages/b",
    "packages/.hidden",
    "packages/a/nested",
    "packages/x1",
    "packages/x2",
    "packages/[y]",
    "packages/{z}",
    "apps/deep/er/one",
    "apps/two",
)
PATTERNS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("packages/*",), ()),
    (("packages/*",), ("packages/a",)),
    (("packages/*",), ("packages/a/",)),
    (("packages/*", "packages/a/*"), ("packages/a*",)),
    (("packages/*",), ("./packages/a",)),
    (("packages/*",), ("*",)),
    (("packages/*",), ("packages/?",)),
    (("packages/**",), ()),
    (("**/a",), ()),
    (("apps/**",), ("apps/deep",)),
    (("apps/**/one",), ()),
    (("apps/*/*/*",), ()),
    (("packages/x[0-9]",), ()),
    (("packages/x[!1]",), ()),
    (("packages/[[]y]",), ()),
    (("packages/{a,b}",), ()),
    (("packages/{z}",), ()),
    (("packages/.h*",), ()),
    (("packages/a/",), ()),
    (("./packages/a",), ()),
    (("packages/../packages/b",), ()),
    (("packages/a", "packages/*"), ("packages/.hidden",)),
)


@pytest.fixture(scope="module")
def tree(builder: ProjectBuilder) -> Path:
    folder = builder.folder / "members"
    for number, path in enumerate(MEMBERS):
        at = folder / path
        at.mkdir(parents=True)
        text = f'[project]\nname = "m{number}"\nversion = "1"\nrequires-python = ">=3.10"\n'
        (at / "pyproject.toml").write_text(text)
    return folder


@pytest.mark.parametrize(("members", "exclude"), PATTERNS, ids=str)
def test_members(
    builder: ProjectBuilder, tree: Path, members: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    text = '[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.10"\n'
    text += f"[tool.uv.workspace]\nmembers = {list(members)}\nexclude = {list(exclude)}\n"
    (tree / "pyproject.toml").write_text(text)
    (tree / "uv.lock").unlink(missing_ok=True)
    project = find_project(str(tree), os.environ, FileCache())
    ran = run([uv_program(), "lock", "--offline"], tree, builder.variables())
    if ran.status != 0:
        assert "is missing a `pyproject.toml`" in ran.stderr
        assert project.without_manifest
        return
    assert not project.without_manifest
    listed = re.search(
        r"^members = \[(.*?)\]", (tree / "uv.lock").read_text(), re.DOTALL | re.MULTILINE
    )
    names = re.findall(r'"([^"]+)"', listed[1]) if listed else ["root"]
    assert sorted(it.name for it in project.members) == sorted(names)


def test_a_member_without_manifest(builder: ProjectBuilder) -> None:
    """uv skips hidden, empty and git-ignored folders, and refuses others."""
    folder = builder.folder / "bare-members"
    left = folder / "packages" / "left"
    left.mkdir(parents=True)
    text = '[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.10"\n'
    text += '[tool.uv.workspace]\nmembers = ["packages/*"]\n'
    (folder / "pyproject.toml").write_text(text)

    def is_refused() -> bool:
        ran = run([uv_program(), "lock", "--offline"], folder, builder.variables())
        project = find_project(str(folder), os.environ, FileCache())
        assert bool(project.without_manifest) == (ran.status != 0), ran.stderr
        return ran.status != 0

    assert not is_refused()
    (left / "src/__pycache__").mkdir(parents=True)
    (left / "src/__pycache__/a.pyc").write_text("")
    assert is_refused()
    (folder / ".gitignore").write_text("__pycache__/\n")
    assert is_refused()
    run(["git", "init", "-q"], folder, builder.variables()).expect_success()
    assert not is_refused()
    (left / "notes.txt").write_text("")
    assert is_refused()
    (folder / "packages/.gitignore").write_text("*.txt\n")
    assert not is_refused()
    (left / ".gitignore").write_text("!notes.txt\n")
    assert is_refused()
    shutil.rmtree(left)
    (folder / "packages/.left").mkdir()
    (folder / "packages/.left/notes.md").write_text("")
    assert not is_refused()
