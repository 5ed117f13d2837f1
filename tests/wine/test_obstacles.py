"""Obstacles on Windows: folders in use, immovable files, long paths, and read-only files."""

from __future__ import annotations

from pathlib import Path

import pytest

from .handmade_packages import write_deep, write_speaker, write_wheel
from .sandbox import Sandbox, read_pid, still_works, windows
from .test_held import NEW, OLD, RUFF, check_done, check_failed, check_swept

pytestmark = pytest.mark.slow


def test_a_console_script_is_upgraded_while_it_runs(sandbox: Sandbox) -> None:
    """uv's trampoline is a single file, so a running script always holds it."""
    for version in ("1.0", "2.0"):
        write_speaker(sandbox.wheels, version)
    sandbox.make("speaker==1.0")
    holder = sandbox.hold(sandbox.scripts / "speaker.exe")
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"1.0"
    sandbox.write_manifest("speaker==2.0")
    check_failed(sandbox.uv("sync"))
    check_done(sandbox, sandbox.lockstep("sync", "--lock"))
    assert still_works(holder)
    check_swept(sandbox)


def test_an_environment_is_recreated_while_another_one_runs_its_files(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """uv#13836, uv#7918: executables are hard links into uv's cache."""
    sandbox.make(RUFF)
    other = Sandbox(tmp_path / "other", sandbox.wine)
    other.make(RUFF)
    assert (sandbox.scripts / "ruff.exe").samefile(other.scripts / "ruff.exe"), (
        "uv did not link the files"
    )
    other.hold_ruff()
    check_failed(sandbox.uv("venv", "--clear"))
    check_done(sandbox, sandbox.lockstep("recreate"))
    other.close()


@pytest.mark.parametrize("below", [".", "Lib"])
def test_an_environment_is_recreated_while_it_is_a_working_directory(
    sandbox: Sandbox, below: str
) -> None:
    """The folder cannot be renamed, so its contents are moved."""
    sandbox.make(OLD)
    holder = sandbox.hold_script(
        "pass", cwd=sandbox.environment / below, python=sandbox.wine.python
    )
    read_pid(holder)
    check_done(sandbox, sandbox.lockstep("recreate"))
    assert still_works(holder)
    check_swept(sandbox)


def test_an_immovable_file_is_reported_and_nothing_is_touched(sandbox: Sandbox) -> None:
    """Opened as most programs do: with shared read and write, but not delete."""
    sandbox.make(OLD)
    before = files_of(sandbox.environment)
    holder = sandbox.hold_script("import markupsafe; held = open(markupsafe.__file__)")
    pid = read_pid(holder)
    sandbox.write_manifest(NEW)
    assert sandbox.uv("lock").status == 0
    result = sandbox.lockstep("sync")
    assert result.status == 3, result.out + result.err
    (held,) = result.json["blocked"]
    assert held["path"] == windows(sandbox.site_packages / "markupsafe" / "__init__.py")
    assert [it["pid"] for it in held["holders"]] == [pid]
    assert files_of(sandbox.environment) == before
    assert still_works(holder)


def test_an_environment_that_cannot_be_deleted_is_kept_whole(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    before = files_of(sandbox.environment)
    script = "held = open('pyvenv.cfg')"
    read_pid(sandbox.hold_script(script, cwd=sandbox.environment))
    result = sandbox.lockstep("delete")
    assert result.status == 3, result.out + result.err
    assert files_of(sandbox.environment) == before
    assert sandbox.lockstep("check").json["in_step"]
    sandbox.close()
    assert sandbox.lockstep("delete").status == 0
    assert not sandbox.environment.exists()


def test_a_folder_kept_as_a_working_directory_is_reported(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    holder = sandbox.hold_script("pass", cwd=sandbox.environment, python=sandbox.wine.python)
    pid = read_pid(holder)
    result = sandbox.lockstep("delete")
    assert result.status == 0, result.out + result.err
    assert files_of(sandbox.environment) == []
    assert result.json["not_deleted"] == [windows(sandbox.environment)]
    assert [(it["pid"], it["how"]) for it in result.json["holders"]] == [(pid, "cwd")]
    assert still_works(holder)


@pytest.mark.parametrize("prefix", ["", "\\\\?\\"])
def test_the_held_file_in_an_error_of_uv_is_found(sandbox: Sandbox, prefix: str) -> None:
    """uv prints long paths with the extended-length prefix, and some with both kinds of slashes."""
    (sandbox.environment / "Lib").mkdir(parents=True)
    path = f"{prefix}{windows(sandbox.environment)}\\Lib/../Lib/held.pyd"
    words = f"error: failed to remove file `{path}`: Access is denied. (os error 5)"
    arguments = (words, windows(sandbox.environment))
    assert (
        sandbox.call_lockstep("lockstep.operations.assessing.assessment", "newly_held", *arguments)
        == "Lib\\held.pyd"
    )


def test_a_path_longer_than_260_characters(sandbox: Sandbox) -> None:
    path, _ = (write_deep(sandbox.wheels, version) for version in ("1.0", "2.0"))
    sandbox.make("deep==1.0")
    assert len(windows(sandbox.site_packages / path)) > 260
    sandbox.write_manifest("deep==2.0")
    check_done(sandbox, sandbox.lockstep("sync", "--lock"))
    assert (sandbox.site_packages / path).read_text() == "2.0"
    check_done(sandbox, sandbox.lockstep("recreate"))
    check_swept(sandbox)


def test_a_read_only_file(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    (sandbox.site_packages / "markupsafe" / "_native.py").chmod(0o444)
    sandbox.write_manifest(NEW)
    check_done(sandbox, sandbox.lockstep("sync", "--lock"))
    check_swept(sandbox)


def test_a_read_only_file_is_read_only_after_a_failed_sync(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    file = sandbox.site_packages / "markupsafe" / "_native.py"
    file.chmod(0o444)
    before = files_of(sandbox.environment)
    write_wheel(sandbox.wheels, "small", "1.0", {"small.py": ""})
    sandbox.write_manifest(NEW, "small==1.0")
    assert sandbox.uv("lock").status == 0
    (wheel,) = sandbox.wheels.glob("small-*.whl")
    wheel.write_bytes(b"no archive")
    result = sandbox.lockstep("sync")
    assert result.json["outcome"] == "restored", result.out
    assert files_of(sandbox.environment) == before
    assert not file.stat().st_mode & 0o200


def files_of(folder: Path) -> list[str]:
    """All files of an environment, except bytecode and uv's lock."""
    found = [str(it.relative_to(folder)) for it in folder.rglob("*") if it.is_file()]
    return sorted(it for it in found if "__pycache__" not in it and it != ".lock")


def test_the_restart_manager_answers(sandbox: Sandbox, tmp_path: Path) -> None:
    """Wine reports no process, so this only checks that the calls are valid."""
    path = tmp_path / "file"
    path.touch()
    sandbox.root.mkdir(parents=True)
    assert sandbox.call_lockstep("lockstep.host.process_files", "pids_using", windows(path)) == "()"
