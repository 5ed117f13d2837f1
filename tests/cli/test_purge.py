"""`lockstep purge`: what it lists, what it deletes, and what it keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lockstep.host import own_host as hosts
from lockstep.host.own_host import own_host
from lockstep.transaction.guard import take_guard
from tests.cli.purge_world import World

Capture = pytest.CaptureFixture[str]
SERVER = Path(__file__).parents[2] / "server"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="XDG_STATE_HOME is of Linux")


@pytest.fixture
def world(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path.resolve() / "state"))
    return World(tmp_path.resolve(), capsys)


def test_nothing_is_left(world: World) -> None:
    for arguments in ((), ("--yes",)):
        status, said = world.run(*arguments)
        assert status == 0
        assert said == "Lockstep has left nothing on this machine (looked in $/state/lockstep)\n"
    assert world.files() == {}
    assert world.answer()["environments"] == []


def test_without_yes_nothing_changes(world: World) -> None:
    environment, state = world.environment("demo")
    world.aside(environment, state)
    before = world.files()
    status, said = world.run()
    assert status == 0
    assert world.files() == before
    lines = said.splitlines()
    name = Path(state.path).name
    assert lines[0] == "$/demo/.venv"
    assert lines[1].endswith(f" B  $/state/lockstep/environments/{name}")
    assert lines[2] == "  1.5 kB  $/demo/.lockstep/3"
    assert lines[4].startswith("2 folders, 1.")
    assert lines[4].endswith(" kB; nothing was deleted")
    assert lines[5] == "  `lockstep purge --yes` deletes them"


def test_all_of_it_is_deleted(world: World) -> None:
    environment, state = world.environment("demo")
    gone, _ = world.environment("gone")
    aside = world.aside(environment, state)
    for it in sorted(gone.rglob("*"), reverse=True):
        it.rmdir() if it.is_dir() else it.unlink()
    gone.rmdir()
    (gone.parent / "note").write_text("")
    (world.root / "last-look").write_text("")
    kept = {it for it in world.files() if "demo/.venv" in it}
    status, said = world.run("--yes")
    assert status == 0
    assert "$/gone/.venv (does not exist any more)\n" in said
    assert said.count("  deleted\n") == 3
    assert "\ndeleted 3 of 3 folders, " in said
    assert not aside.parent.exists()
    assert not world.root.exists()
    assert kept <= {*world.files()}
    # Afterwards everything works as before.
    world.environment("other")


def test_an_interrupted_transaction(world: World) -> None:
    environment, state = world.environment("demo")
    aside = world.aside(environment, state)
    other, _ = world.environment("other")
    Path(state.journal).write_text("")
    status, said = world.run("--yes")
    assert status == 1
    assert "  kept: a sync was interrupted; `lockstep sweep --environment $/demo/.venv`" in said
    assert aside.is_dir()
    assert Path(state.journal).exists()
    found = world.answer()["environments"]
    assert [it["environment"] for it in found] == [str(environment)]
    assert not found[0]["state_folder"]["deleted"]
    assert other.is_dir()


def test_the_guard_of_another_process(world: World) -> None:
    environment, state = world.environment("demo")
    aside = world.aside(environment, state)
    code = (
        "import sys; from lockstep.aside.state_folder import StateFolder\n"
        "from lockstep.host.own_host import own_host\n"
        "from lockstep.transaction.guard import take_guard\n"
        "guard = take_guard(own_host(), StateFolder(sys.argv[1])); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, state.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SERVER)},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        status, said = world.run("--yes")
        process.communicate("\n")
    assert status == 1
    assert "  kept: another process is at work in the environment\n" in said
    assert aside.is_dir()
    assert world.run("--yes")[0] == 0
    assert not aside.exists()


def test_files_in_use(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and on some drives of WSL, where an open file cannot be deleted."""
    environment, state = world.environment("demo")
    aside = world.aside(environment, state)
    (aside / "2").write_text("free")
    host = own_host()
    delete_tree = host.delete_tree
    held = str(aside / "1")
    monkeypatch.setattr(host, "delete_tree", lambda it: it != held and delete_tree(it))
    monkeypatch.setattr("lockstep.cli.purge_command.own_host", lambda: host)
    assert hosts.own_host() is not host
    status, said = world.run("--yes")
    assert status == 1
    assert "  kept: $/demo/.lockstep/3 is still in use\n" in said
    assert (aside / "1" / "old.so").exists()
    # The list of the aside folders is in the state folder, and later sweeps need it.
    assert json.loads(Path(state.aside_folders).read_text()) == [str(aside)]


def test_links_and_other_folders_are_not_touched(world: World) -> None:
    environment, state = world.environment("demo")
    precious = world.folder / "precious"
    (precious / "4").mkdir(parents=True)
    (precious / "4" / "5").write_text("mine")
    (environment.parent / ".lockstep").symlink_to(precious)
    listed = (
        environment.parent / ".lockstep" / "4",
        precious / "4",
        environment,
        precious / ".lockstep" / ".." / "4",
    )
    Path(state.aside_folders).write_text(json.dumps([*map(str, listed), 7]))
    found = world.answer("--yes")["environments"]
    assert found[0]["aside_folders"] == []
    assert (precious / "4" / "5").read_text() == "mine"
    assert environment.is_dir()
    assert not Path(state.path).exists()


def test_names_that_lockstep_does_not_create(world: World) -> None:
    _, state = world.environment("demo")
    note = Path(state.path) / "note"
    note.write_text("mine")
    other = world.root / "environments" / "mine"
    other.mkdir()
    status, said = world.run("--yes")
    assert status == 1
    assert "  kept: it contains note, which Lockstep has not created\n" in said
    note.unlink()
    assert world.run("--yes")[0] == 0
    assert not Path(state.path).exists()
    assert other.is_dir()


def test_an_aside_folder_on_a_disk_that_is_missing(world: World) -> None:
    environment, state = world.environment("demo")
    aside = world.aside(environment, state)
    environment.parent.rename(world.folder / "moved")
    (world.folder / "demo").mkdir()
    status, said = world.run("--yes")
    assert status == 1
    assert f"  kept: $/demo/.lockstep/{aside.name} cannot be reached; " in said
    (world.folder / "demo").rmdir()
    assert world.run("--yes")[0] == 0


def test_a_state_folder_of_an_earlier_version(world: World) -> None:
    _, state = world.environment("demo")
    Path(state.environment).unlink()
    assert world.run()[1].startswith("an unknown environment\n")
    assert world.answer("--yes")["environments"][0]["environment"] is None
    assert not Path(state.path).exists()


def test_state_folders_that_cannot_be_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, state = world.environment("demo")
    listdir = os.listdir
    closed = [state.path]

    def failing(path: str) -> list[str]:
        if path in closed:
            raise PermissionError(13, "Permission denied", path)
        return listdir(path)

    monkeypatch.setattr(os, "listdir", failing)
    status, said = world.run("--yes")
    assert status == 1
    assert f"  kept: {state.path}: Permission denied\n".replace(str(world.folder), "$") in said
    closed[:] = [str(world.root / "environments")]
    status, said = world.run()
    assert status == 2
    assert said == (
        "lockstep: $/state/lockstep/environments: Permission denied\n  make it readable\n"
    )


def test_a_guard_is_taken_again_after_a_purge(world: World) -> None:
    _, state = world.environment("demo")
    world.run("--yes")
    guard = take_guard(own_host(), state)
    assert Path(state.guard).exists()
    guard.release()
