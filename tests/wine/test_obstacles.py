"""What is in the way on Windows: folders in use, files that nobody may move, paths, read-only."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lab import Lab, still_works, told_pid, windows
from .shelf import write_deep, write_speaker, write_wheel
from .test_held import NEW, OLD, RUFF, check_done, check_failed, check_swept

pytestmark = pytest.mark.slow


def test_a_console_script_is_upgraded_while_it_runs(lab: Lab) -> None:
    """uv's trampoline: a program that exists once, so that it is always held."""
    for version in ("1.0", "2.0"):
        write_speaker(lab.wheels, version)
    lab.make("speaker==1.0")
    holder = lab.hold(lab.scripts / "speaker.exe")
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"1.0"
    lab.depend("speaker==2.0")
    check_failed(lab.uv("sync"))
    check_done(lab, lab.lockstep("sync", "--lock"))
    assert still_works(holder)
    check_swept(lab)


def test_an_environment_is_made_anew_while_another_one_runs_its_files(
    lab: Lab, tmp_path: Path
) -> None:
    """uv#13836, uv#7918: programs that are hard links of one in uv's cache."""
    lab.make(RUFF)
    other = Lab(tmp_path / "other", lab.wine)
    other.make(RUFF)
    assert (lab.scripts / "ruff.exe").samefile(other.scripts / "ruff.exe"), "uv has not linked them"
    other.hold_ruff()
    check_failed(lab.uv("venv", "--clear"))
    check_done(lab, lab.lockstep("recreate"))
    other.close()


@pytest.mark.parametrize("below", [".", "Lib"])
def test_an_environment_is_made_anew_while_somebody_stands_in_it(lab: Lab, below: str) -> None:
    """Its folder cannot be moved, and so what is in it is."""
    lab.make(OLD)
    holder = lab.hold_script("pass", cwd=lab.environment / below, python=lab.wine.python)
    told_pid(holder)
    check_done(lab, lab.lockstep("recreate"))
    assert still_works(holder)
    check_swept(lab)


def test_a_file_that_nobody_may_move_is_named_and_nothing_is_touched(lab: Lab) -> None:
    """Opened as most programs open: others may write, and not delete."""
    lab.make(OLD)
    before = listed(lab.environment)
    holder = lab.hold_script("import markupsafe; held = open(markupsafe.__file__)")
    pid = told_pid(holder)
    lab.depend(NEW)
    assert lab.uv("lock").status == 0
    ended = lab.lockstep("sync")
    assert ended.status == 3, ended.out + ended.err
    (held,) = ended.json["blocked"]
    assert held["path"] == windows(lab.site_packages / "markupsafe" / "__init__.py")
    assert [it["pid"] for it in held["holders"]] == [pid]
    assert listed(lab.environment) == before
    assert still_works(holder)


def test_an_environment_that_cannot_be_deleted_stays_whole(lab: Lab) -> None:
    lab.make(OLD)
    before = listed(lab.environment)
    script = "held = open('pyvenv.cfg')"
    told_pid(lab.hold_script(script, cwd=lab.environment))
    ended = lab.lockstep("delete")
    assert ended.status == 3, ended.out + ended.err
    assert listed(lab.environment) == before
    assert lab.lockstep("check").json["in_step"]
    lab.close()
    assert lab.lockstep("delete").status == 0
    assert not lab.environment.exists()


def test_what_is_left_where_somebody_stands_is_told(lab: Lab) -> None:
    lab.make(OLD)
    holder = lab.hold_script("pass", cwd=lab.environment, python=lab.wine.python)
    pid = told_pid(holder)
    ended = lab.lockstep("delete")
    assert ended.status == 0, ended.out + ended.err
    assert listed(lab.environment) == []
    assert ended.json["not_deleted"] == [windows(lab.environment)]
    assert [(it["pid"], it["how"]) for it in ended.json["holders"]] == [(pid, "cwd")]
    assert still_works(holder)


@pytest.mark.parametrize("prefix", ["", "\\\\?\\"])
def test_the_file_is_found_that_uv_names(lab: Lab, prefix: str) -> None:
    """uv names long paths with the prefix that lets them be long, and some with both slashes."""
    (lab.environment / "Lib").mkdir(parents=True)
    path = f"{prefix}{windows(lab.environment)}\\Lib/../Lib/held.pyd"
    words = f"error: failed to remove file `{path}`: Access is denied. (os error 5)"
    arguments = (words, windows(lab.environment))
    assert (
        lab.ours("lockstep.operations.assessing.assessment", "newly_held", *arguments)
        == "Lib\\held.pyd"
    )


def test_a_path_longer_than_260_characters(lab: Lab) -> None:
    path, _ = (write_deep(lab.wheels, version) for version in ("1.0", "2.0"))
    lab.make("deep==1.0")
    assert len(windows(lab.site_packages / path)) > 260
    lab.depend("deep==2.0")
    check_done(lab, lab.lockstep("sync", "--lock"))
    assert (lab.site_packages / path).read_text() == "2.0"
    check_done(lab, lab.lockstep("recreate"))
    check_swept(lab)


def test_a_read_only_file(lab: Lab) -> None:
    lab.make(OLD)
    (lab.site_packages / "markupsafe" / "_native.py").chmod(0o444)
    lab.depend(NEW)
    check_done(lab, lab.lockstep("sync", "--lock"))
    check_swept(lab)


def test_a_read_only_file_is_read_only_after_a_sync_that_failed(lab: Lab) -> None:
    lab.make(OLD)
    file = lab.site_packages / "markupsafe" / "_native.py"
    file.chmod(0o444)
    before = listed(lab.environment)
    write_wheel(lab.wheels, "small", "1.0", {"small.py": ""})
    lab.depend(NEW, "small==1.0")
    assert lab.uv("lock").status == 0
    (wheel,) = lab.wheels.glob("small-*.whl")
    wheel.write_bytes(b"no archive")
    ended = lab.lockstep("sync")
    assert ended.json["outcome"] == "restored", ended.out
    assert listed(lab.environment) == before
    assert not file.stat().st_mode & 0o200


def listed(folder: Path) -> list[str]:
    """All files of an environment, but bytecode and uv's lock."""
    found = [str(it.relative_to(folder)) for it in folder.rglob("*") if it.is_file()]
    return sorted(it for it in found if "__pycache__" not in it and it != ".lock")


def test_the_restart_manager_answers(lab: Lab, tmp_path: Path) -> None:
    """Wine lists nobody; that the calls are made as they should be is all that is seen here."""
    path = tmp_path / "file"
    path.touch()
    lab.root.mkdir(parents=True)
    assert lab.ours("lockstep.host.process_files", "pids_using", windows(path)) == "()"
