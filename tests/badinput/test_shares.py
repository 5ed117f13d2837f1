r"""No path on a server that a project's file names is accessed.

On Windows, an access to `\\server\share` sends the user's credentials to that server.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lockstep.cli.main import main

from .projects import LOCKFILE, MANIFEST, make_project

pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]

SERVER = "evil-server"
NAMES = (f"//{SERVER}/share/x", f"\\\\{SERVER}\\share\\x", f"//?/UNC/{SERVER}/share/x")
URLS = (f"file://{SERVER}/share/x", f"file:////{SERVER}/share/x", f"file:///%5C%5C{SERVER}/share/x")
REGISTRY = 'registry = "https://index.example/simple"'
PACKAGES = ".venv/lib/python3.12/site-packages"
DIST_INFO = f"{PACKAGES}/idna-3.10.dist-info"
COMMANDS = (
    ("check",),
    ("check", "--files"),
    ("check", "--format", "json"),
    ("verify",),
    ("holders",),
)
ACCESSES = ("stat", "lstat", "open", "scandir", "listdir", "readlink", "access", "walk")

Spoil = Callable[[Path, str], None]


def toml(text: str) -> str:
    return text.replace("\\", "\\\\")


def manifest(more: str) -> Spoil:
    return lambda root, name: _write(root, "pyproject.toml", MANIFEST + more % toml(name))


def pinned(source: str) -> Spoil:
    def spoil(root: Path, name: str) -> None:
        _write(root, "uv.lock", LOCKFILE.replace(REGISTRY, source % toml(name)))
        text = '{"url": "file:///tmp/x", "dir_info": {}}'
        _write(root, f"{DIST_INFO}/direct_url.json", text)

    return spoil


def file(path: str, text: str = "%s") -> Spoil:
    return lambda root, name: _write(root, path, text % name)


def installed_from(root: Path, name: str) -> None:
    (root / "x").mkdir()
    _write(root, "uv.lock", LOCKFILE.replace(REGISTRY, 'directory = "x"'))
    url = name.replace("\\", "\\\\")
    _write(root, f"{DIST_INFO}/direct_url.json", f'{{"url": "{url}", "dir_info": {{}}}}')


def redirected(root: Path, name: str) -> None:
    (root / ".venv").rename(root / "other")
    _write(root, ".venv", name)


def cache_keys(key: str) -> Spoil:
    def spoil(root: Path, name: str) -> None:
        tree = root / "x"
        tree.mkdir()
        text = '[project]\nname = "idna"\nversion = "3.10"\n[tool.uv]\ncache-keys = [%s]\n'
        _write(root, "x/pyproject.toml", text % (key % toml(name)))
        installed_from_tree(root)

    return spoil


def git(path: str, text: str) -> Spoil:
    def spoil(root: Path, name: str) -> None:
        tree = root / "x"
        tree.mkdir()
        _write(root, "x/.git/HEAD", "ref: refs/heads/main\n")
        if path == ".git":
            (tree / ".git" / "HEAD").unlink()
            (tree / ".git").rmdir()
        _write(root, f"x/{path}", text % name)
        manifest = '[project]\nname = "idna"\nversion = "3.10"\n[tool.uv]\n'
        _write(
            root,
            "x/pyproject.toml",
            manifest + "cache-keys = [{ git = { commit = true, tags = true } }]\n",
        )
        installed_from_tree(root)

    return spoil


def installed_from_tree(root: Path) -> None:
    _write(root, "uv.lock", LOCKFILE.replace(REGISTRY, 'directory = "x"'))
    url = (root / "x").as_uri()
    _write(root, f"{DIST_INFO}/direct_url.json", f'{{"url": "{url}", "dir_info": {{}}}}')


def _write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(exist_ok=True, parents=True)
    (root / path).write_text(text, encoding="utf-8")


BY_PATH: dict[str, Spoil] = {
    "a member": manifest('[tool.uv.workspace]\nmembers = ["%s"]\n'),
    "members": manifest('[tool.uv.workspace]\nmembers = ["%s/**/*"]\n'),
    "exclude": manifest('[tool.uv.workspace]\nmembers = ["*"]\nexclude = ["%s"]\n'),
    "a source": manifest('[tool.uv.sources]\nidna = { path = "%s" }\n'),
    "an editable source": manifest('[tool.uv.sources]\nidna = { path = "%s", editable = true }\n'),
    "find-links": manifest('[tool.uv]\nfind-links = ["%s"]\n'),
    "an index": manifest('[[tool.uv.index]]\nurl = "%s"\n'),
    "index-url": manifest('[tool.uv]\nindex-url = "%s"\n'),
    "cache-dir": lambda root, name: _write(root, "uv.toml", f'cache-dir = "{toml(name)}"\n'),
    "find-links of uv.toml": lambda root, name: _write(
        root, "uv.toml", f'find-links = ["{toml(name)}"]\n'
    ),
    "a pinned folder": pinned('directory = "%s"'),
    "a pinned editable": pinned('editable = "%s"'),
    "a pinned archive": pinned('path = "%s"'),
    "a pinned virtual": pinned('virtual = "%s"'),
    "a pinned registry": pinned('registry = "%s"'),
    ".python-version": file(".python-version"),
    ".python-version of a program": file(".python-version", "%s\\python.exe"),
    "pyvenv.cfg": file(".venv/pyvenv.cfg", "home = %s\nversion_info = 3.12.1\n"),
    "pyvenv.cfg without an environment": lambda root, name: _write(
        root, ".venv/pyvenv.cfg", f"home = {name}\nversion = 3.9.1\n"
    ),
    "a redirect": redirected,
    "RECORD": file(f"{DIST_INFO}/RECORD", "%s/a.py,sha256=AA,1\nidna-3.10.dist-info/RECORD,,\n"),
    "an egg-link": file(f"{PACKAGES}/thing.egg-link"),
    "activate": file(".venv/bin/activate", "VIRTUAL_ENV='%s'\n"),
    "a script": file(".venv/bin/tool", "#!%s/bin/python\n"),
    "a cache key": cache_keys('"%s"'),
    "a cache key of a pattern": cache_keys('"%s/**/*.c"'),
    "a cache key of a file": cache_keys('{ file = "%s" }'),
    "a cache key of a folder": cache_keys('{ dir = "%s" }'),
    ".git": git(".git", "gitdir: %s\n"),
    "HEAD": git(".git/HEAD", "ref: %s\n"),
    "commondir": git(".git/commondir", "%s\n"),
    "a .pth file": file(f"{PACKAGES}/x.pth"),
    "entry points": file(f"{DIST_INFO}/entry_points.txt", "[console_scripts]\nx = %s\n"),
}
BY_URL: dict[str, Spoil] = {
    "a requirement": lambda root, name: _write(
        root, "pyproject.toml", MANIFEST.replace("idna>=3", f"idna @ {name}")
    ),
    "an index": BY_PATH["an index"],
    "find-links": BY_PATH["find-links"],
    "a source": manifest('[tool.uv.sources]\nidna = { url = "%s" }\n'),
    "a pin by URL": pinned('url = "%s"'),
    "a pinned registry": BY_PATH["a pinned registry"],
    "direct_url.json": installed_from,
}
PLACES = [(it, spoil, name) for it, spoil in BY_PATH.items() for name in NAMES]
PLACES += [(it, spoil, name) for it, spoil in BY_URL.items() for name in URLS]


@pytest.mark.parametrize(
    ("spoil", "name"), [it[1:] for it in PLACES], ids=[f"{a} {c}" for a, _, c in PLACES]
)
def test_a_server_named_by_a_file_is_not_accessed(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, name: str
) -> None:
    make_project(tmp_path)
    spoil(tmp_path, name)
    accessed = watch(monkeypatch)
    for command in COMMANDS:
        status = main([command[0], "--project", str(tmp_path), *command[1:]])
        output = capsys.readouterr()
        assert status in (0, 1, 2)
        assert "Traceback" not in output.err
        assert "a bug in Lockstep" not in output.err
    assert accessed == []


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record all accesses from now on to paths that name the server."""
    accessed: list[str] = []
    for look in ACCESSES:
        really = getattr(os, look)

        def watched(path: Any = ".", *rest: Any, _really: Any = really, **more: Any) -> Any:
            if isinstance(path, str | bytes | os.PathLike) and SERVER in os.fsdecode(path):
                accessed.append(os.fsdecode(path))
            return _really(path, *rest, **more)

        for group in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            if really in group:
                group.add(watched)
        monkeypatch.setattr(os, look, watched)
    return accessed
