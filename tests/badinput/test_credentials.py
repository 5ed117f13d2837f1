"""URLs with user and password, in every file that can have one: no output contains the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.cli.main import main

from .projects import LOCKFILE, MANIFEST, make_project

SECRET = "s3cret"
URL = f"https://user:{SECRET}@host.example"
WHEEL = f"{URL}/idna-3.10-py3-none-any.whl"
REGISTRY = 'registry = "https://index.example/simple"'

MANIFESTS = {
    "a requirement": MANIFEST.replace("idna>=3", f"idna @ {WHEEL}"),
    "a new requirement": MANIFEST.replace('"idna>=3"', f'"idna>=3", "six @ git+{URL}/six"'),
    "a wrong requirement": MANIFEST.replace("idna>=3", f"idna @@ {WHEEL}"),
    "an index": f'{MANIFEST}[[tool.uv.index]]\nurl = "{URL}/simple"\n',
    "two default indexes": MANIFEST + f'[[tool.uv.index]]\nurl = "{URL}/a"\ndefault = true\n' * 2,
    "a source": f'{MANIFEST}[tool.uv.sources]\nidna = {{ url = "{WHEEL}" }}\n',
    "a wrong source": f'{MANIFEST}[tool.uv.sources]\nidna = {{ git = "{URL}", url = "{WHEEL}" }}\n',
    "a constraint": f'{MANIFEST}[tool.uv]\nconstraint-dependencies = ["idna @ {WHEEL}"]\n',
    "an override": f'{MANIFEST}[tool.uv]\noverride-dependencies = ["idna @ {WHEEL}"]\n',
    "an index-url": f'{MANIFEST}[tool.uv]\nindex-url = "{URL}/simple"\nfind-links = ["{URL}"]\n',
    "a group": f'{MANIFEST}[dependency-groups]\ndev = ["idna @ {WHEEL}"]\n',
}
LOCKFILES = {
    "a recorded requirement": LOCKFILE.replace('specifier = ">=3"', f'url = "{WHEEL}"'),
    "a source of a pin": LOCKFILE.replace(REGISTRY, f'registry = "{URL}/simple"'),
    "a pin by URL": LOCKFILE.replace(REGISTRY, f'url = "{WHEEL}"'),
}


def outputs(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The whole output of check and sync on a project, as text and as JSON."""
    words = ""
    for command in ("check", "sync"):
        for form in ("text", "json"):
            main([command, "--project", str(folder), "--format", form])
            words += "".join(capsys.readouterr())
    return words


@pytest.mark.parametrize("name", MANIFESTS)
def test_in_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    folder = make_project(tmp_path)
    (folder / "pyproject.toml").write_text(MANIFESTS[name])
    words = outputs(folder, capsys)
    assert words
    assert SECRET not in words


@pytest.mark.parametrize("name", LOCKFILES)
def test_in_a_lockfile(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert LOCKFILES[name] != LOCKFILE
    folder = make_project(tmp_path)
    (folder / "uv.lock").write_text(LOCKFILES[name])
    words = outputs(folder, capsys)
    assert words
    assert SECRET not in words
