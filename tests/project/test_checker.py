"""What a checker caches, and which changes invalidate the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lockstep.model.selection import Selection
from lockstep.project import file_cache
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.file_cache import FileText, read_text
from tests.badinput.projects import make_project
from tests.environments import make_dist_info, touch

pytestmark = pytest.mark.usefixtures("simulated_linux")


def codes(checker: Checker, folder: Path, selection: Selection | None = None) -> list[str]:
    report = checker.check(CheckRequest(str(folder), selection)).report
    return [it.code for it in report.findings]


def test_every_change_is_found(tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    checker = Checker({})
    assert codes(checker, tmp_path) == []
    shutil.rmtree(packages / "idna-3.10.dist-info")
    make_dist_info(packages, "idna-3.9")
    assert codes(checker, tmp_path) == ["package-version"]
    shutil.rmtree(packages / "idna-3.9.dist-info")
    make_dist_info(packages, "idna-3.10")
    assert codes(checker, tmp_path) == []
    folder = make_dist_info(packages, "six-1.0")
    assert codes(checker, tmp_path) == ["package-unexpected"]
    (folder / "RECORD").unlink()
    touch(folder)
    assert codes(checker, tmp_path) == ["package-damaged", "package-unexpected"]


def test_manifest_and_lockfile_are_read_again(tmp_path: Path) -> None:
    make_project(tmp_path)
    checker = Checker({})
    assert codes(checker, tmp_path) == []
    manifest, lockfile = tmp_path / "pyproject.toml", tmp_path / "uv.lock"
    manifest.write_text(manifest.read_text().replace("idna>=3", "idna>=3,<9"))
    assert codes(checker, tmp_path) == ["lockfile-stale"]
    lockfile.write_text(lockfile.read_text().replace('">=3" }', '">=3,<9" }'))
    assert codes(checker, tmp_path) == []
    lockfile.unlink()
    assert codes(checker, tmp_path) == ["lockfile-missing"]


def test_a_lockfile_replaced_during_a_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text and its parsed form must come from one read, so that the next check uses both."""
    make_project(tmp_path)
    checker = Checker({})
    lockfile = tmp_path / "uv.lock"
    other = lockfile.read_text().replace("3.10", "3.11")

    def read_and_replace(path: str) -> FileText:
        found = read_text(path)
        if path == str(lockfile):
            lockfile.write_text(other)
            touch(lockfile)
        return found

    monkeypatch.setattr(file_cache, "read_text", read_and_replace)
    assert codes(checker, tmp_path) == []
    assert codes(checker, tmp_path) == ["package-version"]


def test_manifests_that_are_unreadable_for_a_while(tmp_path: Path) -> None:
    """The cache must not refer to objects that were freed.

    Python may reuse the `id` of a freed object; when is not predictable, so the test repeats.
    """
    make_project(tmp_path)
    checker = Checker({})
    manifest = tmp_path / "pyproject.toml"
    sound = manifest.read_text()
    for number in range(1, 40):
        manifest.write_text(sound)
        assert codes(checker, tmp_path) == []
        for typed in range(1, 2 + number % 6):
            manifest.write_text(sound + "[" * typed)
            assert codes(checker, tmp_path) == ["manifest-unreadable"]
        manifest.write_text(sound.replace("idna>=3", f"idna>=3,<{number}"))
        assert codes(checker, tmp_path) == ["lockfile-stale"]


def test_each_selection_has_its_own_result(tmp_path: Path) -> None:
    make_project(tmp_path)
    checker = Checker({})
    none = Selection(only_groups=("dev",))
    for _ in range(2):
        assert codes(checker, tmp_path) == []
        assert codes(checker, tmp_path, none) == ["package-unexpected"]


def test_two_projects_do_not_mix(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    make_project(one)
    packages = make_project(two)
    shutil.rmtree(packages / "idna-3.10.dist-info")
    make_dist_info(packages, "idna-3.9")
    checker = Checker({})
    for _ in range(2):
        assert codes(checker, one) == []
        assert codes(checker, two) == ["package-version"]


def test_a_new_checker_agrees_with_an_old_one(tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    old = Checker({})
    for label in ("b-1.0", "a-2.0", "c-0.1"):
        make_dist_info(packages, label)
        request = CheckRequest(str(tmp_path))
        assert old.check(request).report == Checker({}).check(request).report


def test_uv_python_is_reported_as_the_reason(tmp_path: Path) -> None:
    make_project(tmp_path)
    report = Checker({"UV_PYTHON": "3.13"}).check(CheckRequest(str(tmp_path))).report
    (finding,) = report.findings
    assert finding.code == "python-mismatch"
    assert "python-version file" not in finding.message


def test_the_version_file_of_the_user(tmp_path: Path) -> None:
    make_project(tmp_path)
    configuration = tmp_path / "config" / "uv"
    configuration.mkdir(parents=True)
    (configuration / ".python-version").write_text("3.13\n")
    variables = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    report = Checker(variables).check(CheckRequest(str(tmp_path))).report
    assert [it.code for it in report.findings] == ["python-mismatch"]
    (tmp_path / ".python-version").write_text("3.12\n")
    assert Checker(variables).check(CheckRequest(str(tmp_path))).report.in_step
