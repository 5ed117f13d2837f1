"""Which settings files apply to a workspace, and how they are merged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lockstep.lockfiles.freshness.settings import Settings
from lockstep.model.project import Configuration
from lockstep.project.file_cache import FileCache
from lockstep.project.uv.configuration import find_configuration
from lockstep.project.workspace import find_project

MANIFEST = '[project]\nname = "app"\nversion = "1"\n'
OLD = 'exclude-newer = "2024-01-01T00:00:00Z"\n'


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders of POSIX")


def write(path: Path, text: str) -> Path:
    """Write a file and create its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def configuration(folder: Path, **variables: str) -> Configuration:
    """The configuration of the project in a folder."""
    nowhere = {"XDG_CONFIG_DIRS": str(folder / "no-such-folder"), **variables}
    return find_project(str(folder), nowhere, FileCache()).configuration


def chosen(found: Configuration) -> str:
    """The path of the nearest table that applies; empty if there is none."""
    return found.chosen.path if found.chosen else ""


def test_the_nearest_table_applies(tmp_path: Path) -> None:
    above = write(tmp_path / "pyproject.toml", f"{MANIFEST}[tool.uv]\n{OLD}")
    own = write(tmp_path / "app" / "pyproject.toml", MANIFEST)
    assert chosen(configuration(own.parent)) == str(above)
    beside = write(own.parent / "uv.toml", "")
    assert chosen(configuration(own.parent)) == str(beside)
    beside.unlink()
    own.write_text(f"{MANIFEST}[tool.uv.sources]\n", encoding="utf-8")
    assert chosen(configuration(own.parent)) == str(own)
    own.write_text(f"{MANIFEST}[tool.uv]\nlink-mode = 3\n", encoding="utf-8")
    assert chosen(configuration(own.parent)) == str(above)


def test_a_table_that_may_not_apply_has_a_fallback(tmp_path: Path) -> None:
    above = write(tmp_path / "uv.toml", OLD)
    own = write(tmp_path / "app" / "pyproject.toml", f"{MANIFEST}[tool.uv]\nnew-key = 1\n")
    found = configuration(own.parent)
    assert chosen(found) == str(own)
    without = found.without_doubtful()
    assert without is not None
    assert chosen(without) == str(above)
    assert without.without_doubtful() is None


def test_user_and_system(tmp_path: Path) -> None:
    write(tmp_path / "app" / "pyproject.toml", f"{MANIFEST}[tool.uv]\n")
    user = write(
        tmp_path / "home" / ".config" / "uv" / "uv.toml", 'index-url = "https://a.example"'
    )
    system = write(tmp_path / "etc" / "uv" / "uv.toml", OLD)
    variables = {"HOME": str(tmp_path / "home"), "XDG_CONFIG_DIRS": f"/nope:{tmp_path / 'etc'}"}
    found = configuration(tmp_path / "app", **variables)
    assert [it.path for it in found.beyond] == [str(user), str(system)]
    assert configuration(tmp_path / "app", **variables, UV_NO_CONFIG="1") == Configuration()
    only_user = configuration(tmp_path / "app", **variables, UV_NO_SYSTEM_CONFIG="true")
    assert [it.path for it in only_user.beyond] == [str(user)]
    other = write(tmp_path / "app" / "other.toml", OLD)
    found = configuration(tmp_path / "app", **variables, UV_CONFIG_FILE="other.toml")
    assert [it.path for it in found.files] == [str(other)]
    found = configuration(tmp_path / "app", UV_CONFIG_FILE="none.toml")
    assert [it.problem for it in found.files] == ["there is no such file"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("offline = ", "value"),
        ("offline = 1", "`offline` has an invalid value"),
        ("new-key = 1", "only uv can say whether it accepts `new-key`"),
        ("workspace = {}", "`workspace` is allowed only in a pyproject.toml"),
    ],
)
def test_a_uv_toml_with_a_problem(tmp_path: Path, text: str, problem: str) -> None:
    write(tmp_path / "pyproject.toml", MANIFEST)
    write(tmp_path / "uv.toml", text)
    (found,) = configuration(tmp_path).files
    assert problem in found.problem


def test_settings_are_merged(tmp_path: Path) -> None:
    write(
        tmp_path / "app" / "pyproject.toml",
        f'{MANIFEST}[tool.uv]\nresolution = "lowest"\nno-sources-package = ["A.B"]\n'
        'prerelease-package = { a = "allow" }\nextra-index-url = ["./one"]\n',
    )
    write(
        tmp_path / "config" / "uv" / "uv.toml",
        'resolution = "highest"\nprerelease = "allow"\nextra-index-url = ["two"]\n'
        'prerelease-package = { A = "disallow", c = "allow" }\npreview-features = ["x"]\n',
    )
    variables = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "UV_NO_SOURCES_PACKAGE": "c d"}
    found = configuration(tmp_path / "app", **variables)
    settings = Settings(found, str(tmp_path / "app"))
    resolution, prerelease = settings.first("resolution"), settings.first("prerelease")
    assert resolution is not None
    assert (resolution.value, resolution.origin.key[-1]) == ("lowest", "resolution")
    assert prerelease is not None
    assert prerelease.origin.words == str(tmp_path / "config" / "uv" / "uv.toml")
    merged = {name: it.value for name, it in settings.merged("prerelease-package").items()}
    assert merged == {"a": "allow", "c": "allow"}
    assert [Path(it.folder).name for it in settings.listed("extra-index-url")] == ["app", "uv"]
    assert settings.without_sources.names == {"a-b", "c", "d"}
    assert settings.has_feature("x")
    assert not settings.has_feature("y")


def test_variables_take_precedence(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", f'{MANIFEST}[tool.uv]\nresolution = "lowest"\n{OLD}')
    right = configuration(tmp_path, UV_RESOLUTION="highest", UV_EXCLUDE_NEWER="false")
    settings = Settings(right, str(tmp_path))
    assert [settings.first(it).value for it in ("resolution", "exclude-newer")] == [  # type: ignore[union-attr]
        "highest",
        "false",
    ]
    wrong = Settings(configuration(tmp_path, UV_RESOLUTION="nope"), str(tmp_path))
    assert wrong.first("resolution").value == "lowest"  # type: ignore[union-attr]
    assert Settings(configuration(tmp_path, UV_NO_SOURCES="1"), "").without_sources.every
    assert not Settings(configuration(tmp_path, UV_NO_SOURCES="0"), "").without_sources.every
    assert Settings(configuration(tmp_path, UV_PREVIEW="1"), "").has_feature("anything")


def test_days_end_in_the_local_time_zone(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", f'{MANIFEST}[tool.uv]\nexclude-newer = "2024-06-01"\n')
    ((day, _),) = configuration(tmp_path).midnights
    assert day == "2024-06-01"


def test_the_first_manifest_upward_decides(tmp_path: Path) -> None:
    """uv's search for a workspace stops at a project in between."""
    top = '[tool.uv.workspace]\nmembers = ["outer", "outer/*"]\n'
    write(tmp_path / "pyproject.toml", MANIFEST + top)
    write(tmp_path / "outer" / "pyproject.toml", MANIFEST.replace("app", "outer"))
    write(tmp_path / "outer" / "inner" / "pyproject.toml", MANIFEST.replace("app", "inner"))
    files = FileCache()
    assert find_project(str(tmp_path / "outer"), {}, files).root == str(tmp_path)
    inner = str(tmp_path / "outer" / "inner")
    assert find_project(inner, {}, files).root == inner
    found = find_project(str(tmp_path), {}, files)
    assert {it.name: it.detached for it in found.members} == {
        "app": False,
        "outer": False,
        "inner": True,
    }


def test_a_manifest_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", f"{MANIFEST}[tool.uv]\n{OLD}")
    files = FileCache()
    one = find_project(str(tmp_path), {}, files)
    manifest = one.root_member.manifest
    path.write_text("", encoding="utf-8")
    nowhere = {"XDG_CONFIG_DIRS": str(tmp_path)}
    again = find_configuration(str(tmp_path), manifest, nowhere, files)
    assert again.chosen == one.configuration.chosen
