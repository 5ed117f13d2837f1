"""Small changes of one project that make its lockfile unsure, stale, or leave it fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.model.freshness import Freshness
from lockstep.project.checker import Checker, CheckRequest
from tests.app_lockfile import app_lockfile

MANIFEST = """[project]
name = "app"
version = "1"
requires-python = ">=3.12"
dependencies = ["six>=1"]
"""
LOCKFILE = app_lockfile({"six": ">=1"}, {"six": "1.16.0"}, python=">=3.12", version="1", revision=5)
pytestmark = pytest.mark.usefixtures("simulated_linux")


def freshness_of(
    folder: Path, manifest: str = MANIFEST, lockfile: str = LOCKFILE, **variables: str
) -> Freshness:
    """The freshness of a project with this manifest and lockfile."""
    (folder / "pyproject.toml").write_text(manifest, encoding="utf-8")
    (folder / "uv.lock").write_text(lockfile, encoding="utf-8")
    variables = {"XDG_CONFIG_DIRS": str(folder / "nowhere"), **variables}
    return Checker(variables).check(CheckRequest(str(folder))).view.freshness


def test_fresh(tmp_path: Path) -> None:
    assert freshness_of(tmp_path) == Freshness()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("upgrade = true", "`upgrade` lets uv resolve again"),
        ('upgrade-package = ["six"]', "`upgrade-package` lets uv resolve again"),
        ('index = [{ url = "https://index.example/simple", hash-algorithm = "x" }]', "hash-algor"),
        ('exclude-newer = "7 days ago"', "only uv can say whether it accepts `exclude-newer`"),
        ('new-key = 1\nresolution = "lowest"', "only uv can say whether it accepts `new-key`"),
    ],
)
def test_unsure_settings(tmp_path: Path, more: str, reason: str) -> None:
    found = freshness_of(tmp_path, f"{MANIFEST}[tool.uv]\n{more}\n")
    assert (found.state, found.stale) == ("unsure", ())
    assert reason in found.unsure[0].message


@pytest.mark.parametrize("more", ["new-key = 1", "upgrade = false", 'link-mode = "new"'])
def test_settings_without_effect_stay_fresh(tmp_path: Path, more: str) -> None:
    assert freshness_of(tmp_path, f"{MANIFEST}[tool.uv]\n{more}\n").state == "fresh"


def test_a_stale_lockfile_is_stale_despite_unknown_settings(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("six>=1", "six>=2")
    assert freshness_of(tmp_path, f"{manifest}[tool.uv]\nnew-key = 1\n").state == "stale"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("revision = 5", "revision = 6"),
        ("\n[[package]]", '\n[options]\nnew-option = "x"\n\n[[package]]'),
        ('sdist = { url = "https', 'sdist = {  url = "https'),
    ],
)
def test_other_lockfiles(tmp_path: Path, old: str, new: str) -> None:
    state = freshness_of(tmp_path, lockfile=LOCKFILE.replace(old, new, 1)).state
    assert state == ("fresh" if "sdist" in old else "unsure")


def test_a_wrong_variable_is_unsure(tmp_path: Path) -> None:
    """uv fails on it, whatever the lockfile contains."""
    assert freshness_of(tmp_path, UV_RESOLUTION="nope").state == "unsure"
    assert freshness_of(tmp_path, UV_RESOLUTION="").state == "unsure"
    assert freshness_of(tmp_path, UV_RESOLUTION="lowest").state == "stale"


def test_a_wrong_uv_toml_is_unsure(tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text("offline = 1\n", encoding="utf-8")
    found = freshness_of(tmp_path)
    assert found.state == "unsure"
    assert found.unsure[0].message.endswith("`offline` has an invalid value")


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml"])
def test_unreadable_files_are_not_judged(tmp_path: Path, name: str) -> None:
    texts = {"pyproject.toml": MANIFEST, "uv.lock": LOCKFILE, name: "= nonsense"}
    found = freshness_of(tmp_path, texts["pyproject.toml"], texts["uv.lock"])
    assert (found.state, found.judged) == ("unsure", False)


def test_an_invalid_requirement_is_not_judged(tmp_path: Path) -> None:
    found = freshness_of(tmp_path, MANIFEST.replace("six>=1", "six =="))
    assert (found.state, found.judged) == ("unsure", False)


def test_settings_of_lockstep_do_not_matter(tmp_path: Path) -> None:
    assert freshness_of(tmp_path, f"{MANIFEST}[tool.lockstep]\nnonsense = 1\n").state == "fresh"


def test_too_many_points_are_unsure(tmp_path: Path) -> None:
    """The texts differ, and there are too many combinations of markers to try them all."""
    names = ("platform_release", "platform_machine", "implementation_name")
    parts = [f"{name} == '{n}'" for name in names for n in range(40)]
    manifest = MANIFEST.replace("six>=1", f"six>=1 ; {' or '.join(parts)}")
    assert freshness_of(tmp_path, manifest).state == "unsure"


def test_omitted_metadata(tmp_path: Path) -> None:
    """uv accepts this only with a preview feature, and then compares the edges."""
    start, end = LOCKFILE.index("[package.metadata]"), LOCKFILE.index('[[package]]\nname = "six')
    lockfile = LOCKFILE[:start] + LOCKFILE[end:]
    feature = {"UV_PREVIEW_FEATURES": "lock-without-metadata"}
    assert freshness_of(tmp_path, lockfile=lockfile).state == "stale"
    assert freshness_of(tmp_path, lockfile=lockfile, **feature).state == "fresh"
    other = MANIFEST.replace("six>=1", "six>=2")
    assert freshness_of(tmp_path, other, lockfile, **feature).state == "stale"


def test_a_missing_source_tree_is_unsure(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("six>=1", "six") + '[tool.uv.sources]\nsix = { path = "lib" }\n'
    lockfile = LOCKFILE.replace('specifier = ">=1"', 'directory = "lib"')
    lockfile = lockfile.replace('registry = "https://index.example/simple"', 'directory = "lib"')
    found = freshness_of(tmp_path, manifest, lockfile)
    assert found.state == "unsure"
    assert found.unsure[0].message.startswith("in lib: only a build can tell")


def test_settings_that_uv_ignores_are_reported(tmp_path: Path) -> None:
    options = '[options]\nresolution-mode = "lowest"\n\n[[package]]'
    lockfile = LOCKFILE.replace("[[package]]", options, 1)
    right = f'{MANIFEST}[tool.uv]\nresolution = "lowest"\n'
    assert freshness_of(tmp_path, right, lockfile).state == "fresh"
    (stale,) = freshness_of(tmp_path, f"{right}link-mode = 3\n", lockfile).stale
    assert stale.message == (
        "`resolution` is highest, the lockfile was made with lowest "
        "(uv ignores the settings in `[tool.uv]`: `link-mode` has an invalid value)"
    )
