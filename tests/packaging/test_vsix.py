"""The files of the VSIX."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lockstep
from wheels import NATIVE

from .conftest import HOUSE

pytestmark = pytest.mark.slow

# vsce renames some files, and adds the two that describe the archive.
EXPECTED = re.compile(
    r"extension\.vsixmanifest|\[Content_Types\]\.xml|extension/(?:"
    r"package\.json|readme\.md|changelog\.md|LICENSE\.txt|icon\.png|activity\.svg"
    r"|dist/(?:main\.js|NOTICES\.txt)"
    r"|server/(?:launch|serve)\.py"
    r"|server/lockstep/(?:findings\.md|(?:\w+/)*\w+\.py)"
    r"|server/libs/(?:stamp|NOTICES\.txt)"
    r"|server/libs/(?:pure|native/[\w-]+)/.+(?:\.pyi?|\.pyd|\.so|py\.typed)"
    r"|server/libs/(?:pure|native/[\w-]+)/[^/]+\.dist-info/.+"
    r")"
)


def test_no_unexpected_file_is_packaged(vsix: zipfile.ZipFile) -> None:
    assert [name for name in vsix.namelist() if not EXPECTED.fullmatch(name)] == []


def test_no_bytecode_and_no_test_is_packaged(vsix: zipfile.ZipFile) -> None:
    assert [it for it in vsix.namelist() if "__pycache__" in it or "/tests/" in it] == []


def test_the_whole_server_is_packaged(vsix: zipfile.ZipFile) -> None:
    names = set(vsix.namelist())
    sources = (HOUSE / "server" / "lockstep").rglob("*.py")
    wanted = {f"extension/{it.relative_to(HOUSE).as_posix()}" for it in sources}
    assert wanted - names == set()


def test_every_target_has_its_compiled_library(vsix: zipfile.ZipFile) -> None:
    compiled = re.compile(r"extension/server/libs/native/([\w-]+)/psutil/_psutil_\w+\.abi3\.so")
    of_windows = re.compile(r"extension/server/libs/native/([\w-]+)/psutil/_psutil_windows\.pyd")
    found = {it[1] for name in vsix.namelist() if (it := compiled.match(name))}
    found |= {it[1] for name in vsix.namelist() if (it := of_windows.match(name))}
    assert found == set(NATIVE)


def test_all_third_party_licenses_are_packaged(vsix: zipfile.ZipFile) -> None:
    of_npm = vsix.read("extension/dist/NOTICES.txt").decode()
    of_python = vsix.read("extension/server/libs/NOTICES.txt").decode()
    assert "- vscode-languageclient " in of_npm
    assert "- pygls " in of_python


def test_one_version(vsix: zipfile.ZipFile) -> None:
    manifest = json.loads(vsix.read("extension/package.json"))
    assert manifest["version"] == lockstep.__version__


def test_the_server_runs_from_the_installed_files(vsix: zipfile.ZipFile, tmp_path: Path) -> None:
    vsix.extractall(tmp_path)
    serve = tmp_path / "extension" / "server" / "serve.py"
    check = (sys.executable, "-I", "-B", str(serve), "check", "--project", str(tmp_path))
    answer = subprocess.run(check, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert answer.returncode == 2, answer.stderr
    assert "pyproject.toml" in answer.stderr
