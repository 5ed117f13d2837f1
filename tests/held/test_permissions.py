"""Permissions that are missing from the start, or are lost in the middle of a sync."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ..crash.scenes import snapshot
from ..skips import skip_unless_ci
from .demo_project import DemoProject, check_as_before, check_result

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
_DROP_FROM_ALL = 24
_CAPABILITIES = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


def drop_root_privileges() -> None:
    """Make file permissions apply to root too, in this process and all that it starts."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in _CAPABILITIES:
            assert libc.prctl(_DROP_FROM_ALL, capability, 0, 0, 0) == 0


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    if os.geteuid() == 0 and sys.platform != "linux":
        skip_unless_ci("root may do everything here: NO RIGHTS WERE TESTED")
    demo = DemoProject(tmp_path)
    demo.limits = drop_root_privileges
    yield demo
    for folder in (demo.root, demo.root.parent, *demo.root.parent.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
    demo.close()


class ReadOnly(NamedTuple):
    """A folder without write permission, and the expected message."""

    name: str
    folder: Callable[[DemoProject], Path]
    mode: int
    arguments: tuple[str, ...]
    status: int
    kind: str
    says: str


RESTORED = (1, "restored")
REFUSED = (2, "refused")
MOVED = "this user may not write in"

READ_ONLY = (
    ReadOnly("a package", lambda it: it.site_packages / "parts", 0o555, ("sync",), *REFUSED, MOVED),
    ReadOnly("site-packages", lambda it: it.site_packages, 0o555, ("sync",), *REFUSED, MOVED),
    ReadOnly("recreate", lambda it: it.environment, 0o555, ("recreate",), *REFUSED, MOVED),
    ReadOnly("delete", lambda it: it.environment, 0o555, ("delete",), *REFUSED, MOVED),
    ReadOnly("add", lambda it: it.root, 0o555, ("add", "five"), *RESTORED, "Permission denied"),
    ReadOnly("cache", lambda it: it.root.parent / "old cache", 0, ("sync",), *REFUSED, "old cache"),
    ReadOnly("state", lambda it: it.state, 0o555, ("sync",), *REFUSED, "no journal can be kept: "),
)


@pytest.mark.parametrize("read_only", READ_ONLY, ids=[it.name for it in READ_ONLY])
def test_a_read_only_folder(demo: DemoProject, read_only: ReadOnly) -> None:
    demo.write_manifest(*NEW)
    assert demo.plain_uv("lock").status == 0
    demo.state.mkdir(exist_ok=True)
    folder = read_only.folder(demo)
    folder.chmod(read_only.mode)
    before = snapshot(demo.root)
    result = demo.plain_lockstep(*read_only.arguments)
    check_result(result, read_only.status, read_only.kind, read_only.says)
    check_as_before(demo, before)


@pytest.mark.parametrize("folder", ["the environment", "the project"])
def test_a_read_only_folder_that_the_sync_does_not_need(demo: DemoProject, folder: str) -> None:
    """Where nothing can be created beside the environment, the aside folder is inside it."""
    demo.write_manifest(*NEW)
    assert demo.plain_uv("lock").status == 0
    (demo.environment if folder == "the environment" else demo.root).chmod(0o555)
    check_result(demo.plain_lockstep("sync"), 0, "done", "Synced demo: 2 packages changed")
    assert demo.plain_lockstep("check", "--files").status == 0
    assert not (demo.environment / ".lockstep").exists()


def test_an_environment_is_recreated_in_a_read_only_project(demo: DemoProject) -> None:
    demo.relock(*NEW)
    demo.root.chmod(0o555)
    result = demo.plain_lockstep("recreate")
    check_result(result, 0, "done", "Recreated the environment of demo")
    assert demo.plain_lockstep("check", "--files").status == 0
    assert not (demo.environment / ".lockstep").exists()


def test_an_environment_is_deleted_in_a_read_only_project(demo: DemoProject) -> None:
    demo.root.chmod(0o555)
    words = (
        "Deleted everything in ",
        f"the folder itself stays: this user may not write in {demo.root}",
    )
    check_result(demo.plain_lockstep("delete"), 0, "done", *words)
    assert list(demo.environment.iterdir()) == []


MIDWAY = (
    ("a package", 'chmod 555 "$SITE/parts"; exec "$UV" "$@"'),
    ("a package that cannot even be read", 'chmod 0 "$SITE/parts"; exec "$UV" "$@"'),
    ("site-packages", 'chmod 555 "$SITE"; exec "$UV" "$@"'),
    ("what is new", '"$UV" "$@"; chmod 555 "$SITE"/parts "$SITE"/*2.0* "$SITE"; exit 1'),
    ("what is new and was not there", '"$UV" "$@"; chmod 0 "$SITE"/four_2; exit 1'),
    ("the environment", '"$UV" "$@"; chmod 555 "$SITE" "$VENV"; exit 1'),
)


@pytest.mark.parametrize("script", [it[1] for it in MIDWAY], ids=[it[0] for it in MIDWAY])
def test_permission_lost_during_a_sync(demo: DemoProject, script: str) -> None:
    demo.relock(*NEW)
    before = snapshot(demo.root)
    replace_uv(demo, script)
    check_result(demo.plain_lockstep("sync"), 1, "restored", "demo is as it was")
    check_as_before(demo, before)


def replace_uv(demo: DemoProject, script: str) -> None:
    """Use this script as uv when it installs."""
    variables = f"SITE='{demo.site_packages}' VENV='{demo.environment}'"
    demo.replace_uv(f'{variables}\n[ "$1" = sync ] || exec "$UV" "$@"\n{script}')


def test_permission_lost_while_the_environment_is_recreated(demo: DemoProject) -> None:
    demo.relock(*NEW)
    before = snapshot(demo.root)
    replace_uv(demo, '"$UV" "$@"; chmod 555 "$SITE" "$VENV"; exit 1')
    check_result(demo.plain_lockstep("recreate"), 1, "restored", "demo is as it was")
    check_as_before(demo, before)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_nothing_starts_before_a_lost_permission_is_restored(
    demo: DemoProject, command: str
) -> None:
    """Files cannot be moved back; no other command starts before they can."""
    demo.relock(*NEW)
    before = snapshot(demo.root)
    aside_folder = demo.root / ".lockstep" / "1"
    replace_uv(demo, f'"$UV" "$@"; chmod 555 "{demo.root}" "{aside_folder}"; exit 1')
    output = demo.plain_lockstep(command)
    check_result(output, 1, "failed", "the rollback of demo is not complete: ")
    assert output.json["not_restored"]
    again = demo.plain_lockstep("sync")
    check_result(again, 2, "refused", "cannot put back")
    demo.root.chmod(0o755)
    aside_folder.chmod(0o755)
    swept = demo.plain_lockstep("sweep")
    assert swept.status == 0, swept
    assert swept.json["warnings"][0].endswith("interrupted sync was rolled back")
    check_as_before(demo, before)


def test_nothing_starts_before_the_state_folder_is_writable_again(demo: DemoProject) -> None:
    """Everything is restored but the journal stays; no other command starts before it can go."""
    before = snapshot(demo.root)
    demo.replace_uv(f'"$UV" "$@" && chmod -R a-w "{demo.state}"')
    output = demo.plain_lockstep("add", "five")
    check_result(output, 1, "restored", "demo is as it was")
    assert output.json["warnings"][-1].endswith("`lockstep sweep` deletes what was set aside")
    assert demo.plain_lockstep("add", "five").status == 2
    for folder in (demo.state, *demo.state.rglob("*")):
        folder.chmod(0o755)
    swept = demo.plain_lockstep("sweep")
    assert swept.status == 0, swept
    check_as_before(demo, before)
