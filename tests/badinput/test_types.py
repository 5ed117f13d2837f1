"""Values of wrong types in the manifest, the lockfile and the settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.badinput.projects import make_project, run_check
from tests.lockfiles.lockfile_texts import FULL
from tests.lockfiles.test_uv_lock_types import PLACES

pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]

MANIFEST = """\
[build-system]
requires = ["hatchling"]

[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.12"
dynamic = []
dependencies = ["idna>=3", "lib", "typer", "six @ https://files.example/six.zip#subdirectory=a"]
[project.optional-dependencies]
cpu = ["idna[fast] ; sys_platform == 'linux'"]

[dependency-groups]
dev = [{ include-group = "test" }, "idna"]
test = ["ruff"]

[tool.uv]
default-groups = ["dev"]
package = true
managed = true
resolution = "highest"
prerelease = "allow"
fork-strategy = "fewest"
exclude-newer = "2024-01-01T00:00:00Z"
environments = ["sys_platform == 'linux'"]
required-environments = ["sys_platform == 'linux'"]
conflicts = [[{ extra = "cpu" }, { group = "gpu" }]]
constraint-dependencies = ["idna<4"]
override-dependencies = ["idna<5"]
build-constraint-dependencies = ["idna<6"]
exclude-dependencies = ["left"]
dependency-metadata = [{ name = "idna", version = "3", requires-dist = ["x"] }]
dev-dependencies = ["pytest"]
cache-keys = [{ file = "a" }, { dir = "b" }, { env = "C" }, { git = { commit = true } }]
index-url = "https://index.example/simple"
extra-index-url = ["https://index.example/a"]
find-links = ["wheels"]
index = [{ name = "one", url = "https://one.example/simple", default = true }]
[tool.uv.workspace]
members = ["packages/*"]
exclude = ["packages/x"]
[tool.uv.sources]
lib = { workspace = true, editable = false }
idna = [{ git = "https://git.example/i", rev = "x", marker = "sys_platform == 'win32'" }]
six = { index = "one", extra = "cpu" }
typer = { index = "one" }
ruff = { path = "../ruff", editable = true, package = true }
[tool.uv.dependency-groups]
dev = { requires-python = ">=3.10" }

[tool.lockstep]
ignore = ["a"]
severity = { package-missing = "error" }
selection = { extras = "all", groups = ["dev"], default-groups = true, packages = ["app"] }
"""
_VALUE = re.compile(r'"[^"\n]*"|\btrue\b|\bfalse\b|(?<== )[\[{].*[\]}]$', re.MULTILINE)
OTHERS = ["3", "1.5", "true", "[]", "{}", '""', '"x"', '["x"]', "[3]", "[[]]", "[{}]", "[[[]]]"]
OTHERS += ["{ x = 1 }", "[{ a = [] }]", "1979-05-27", "1979-05-27T07:32:00", "9999-12-31"]
OTHERS += ['"http://["', '"\\u0000"', '"===x"', "'a' == 'b'", '"python_version == 3"', '"/"']


def places(text: str) -> list[tuple[int, int]]:
    return [it.span() for it in _VALUE.finditer(text)]


@pytest.mark.slow
@given(st.sampled_from(places(MANIFEST)), st.sampled_from(OTHERS))
@settings(max_examples=100)
def test_another_type_in_the_manifest(
    capsys: Capture, tmp_path_factory: pytest.TempPathFactory, span: tuple[int, int], other: str
) -> None:
    folder = project(tmp_path_factory)
    text = MANIFEST[: span[0]] + other + MANIFEST[span[1] :]
    (folder / "pyproject.toml").write_text(text)
    (folder / "uv.lock").write_text(FULL)
    run_check(capsys, folder)
    (folder / "uv.toml").write_text(text.partition("[tool.uv]")[2])
    run_check(capsys, folder)
    (folder / "uv.toml").unlink()


@pytest.mark.slow
@given(st.sampled_from(PLACES), st.sampled_from(OTHERS))
@settings(max_examples=150)
def test_another_type_in_the_lockfile(
    capsys: Capture, tmp_path_factory: pytest.TempPathFactory, span: tuple[int, int], other: str
) -> None:
    folder = project(tmp_path_factory)
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "uv.lock").write_text(FULL[: span[0]] + other + FULL[span[1] :])
    run_check(capsys, folder)
    run_check(capsys, folder, "--all-extras", "--no-default-groups")


_folders: dict[int, Path] = {}


def project(factory: pytest.TempPathFactory) -> Path:
    """One project for all examples, because creating it is slower than checking it."""
    if id(factory) not in _folders:
        folder = factory.mktemp("types")
        make_project(folder)
        (folder / "lib").mkdir()
        _folders[id(factory)] = folder
    return _folders[id(factory)]


@pytest.mark.parametrize(
    "cut_off",
    ["2024-01-01T00:00:00", "9999-12-31", '"9999-12-31"', '"2024-01-01T00:00:00"', '"1 week"', "3"],
)
def test_a_strange_exclude_newer(capsys: Capture, tmp_path: Path, cut_off: str) -> None:
    packages = make_project(tmp_path)
    manifest, lockfile = tmp_path / "pyproject.toml", tmp_path / "uv.lock"
    manifest.write_text(f"{manifest.read_text()}[tool.uv]\nexclude-newer = {cut_off}\n")
    options = '[options]\nexclude-newer = "2024-01-02T00:00:00Z"\n\n[[package]]\nname = "app"'
    lockfile.write_text(lockfile.read_text().replace('[[package]]\nname = "app"', options))
    assert packages.is_dir()
    run_check(capsys, tmp_path)


@pytest.mark.parametrize(
    "request_",
    ["3.14rc1", "3.13b2", "3.12.0rc1", "²", "३", "===x", "3.12.*", "pypy", "\0", "3." * 99],
)
def test_a_strange_python_version(capsys: Capture, tmp_path: Path, request_: str) -> None:
    make_project(tmp_path)
    (tmp_path / ".python-version").write_text(request_, encoding="utf-8")
    run_check(capsys, tmp_path)


@pytest.mark.parametrize("specifier", ["===x", "==3.*", "~=3.12", "", "*", ">=3.12,<4", "!=3.12.1"])
def test_a_strange_requires_python(capsys: Capture, tmp_path: Path, specifier: str) -> None:
    make_project(tmp_path)
    manifest = tmp_path / "pyproject.toml"
    manifest.write_text(manifest.read_text().replace('">=3.12"', f'"{specifier}"'))
    run_check(capsys, tmp_path)


@pytest.mark.parametrize("key", ["resolution-mode", "prerelease-mode", "fork-strategy"])
@pytest.mark.parametrize("value", ["[]", "{}", "3"])
def test_a_strange_mode(capsys: Capture, tmp_path: Path, key: str, value: str) -> None:
    make_project(tmp_path)
    lockfile = tmp_path / "uv.lock"
    head, mark, rest = lockfile.read_text().partition("[[package]]")
    lockfile.write_text(f"{head}[options]\n{key} = {value}\n\n{mark}{rest}")
    run_check(capsys, tmp_path)
