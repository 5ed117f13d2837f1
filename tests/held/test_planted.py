"""Links in an environment that lead to user data: nothing there is written or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracle.handmade_packages import write_wheel
from .sandbox import Sandbox
from .wheel_project import demo, lockstep, wheels

__all__ = ["demo", "wheels"]
pytestmark = pytest.mark.slow


def test_a_package_whose_folder_is_a_link_to_data(demo: Sandbox, tmp_path: Path) -> None:
    demo.make("three==1.0")
    data = tmp_path / "data"
    (demo.site_packages / "parts").rename(data)
    (demo.site_packages / "parts").symlink_to(data)
    (data / "b.py").write_text("precious")
    demo.write_manifest("three==2.0")
    lockstep(demo, "recreate")
    assert (data / "a.py").read_text() == "1.0"
    assert (data / "b.py").read_text() == "precious"


@pytest.mark.parametrize("fails", [False, True])
def test_no_sync_goes_through_the_link_of_a_package(
    demo: Sandbox, tmp_path: Path, *, fails: bool
) -> None:
    demo.make("three==1.0")
    data, parts = tmp_path / "data", demo.site_packages / "parts"
    parts.rename(data)
    parts.symlink_to(data)
    demo.write_manifest("three==2.0")
    demo.replace_uv(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(demo, "sync", "--lock", status=int(fails))
    assert (data / "a.py").read_text() == "1.0"
    assert parts.is_symlink() == fails
    assert (parts / "a.py").read_text() == ("1.0" if fails else "2.0")


@pytest.mark.parametrize("name", ["four", "four-1.0.dist-info"])
@pytest.mark.parametrize("fails", [False, True])
def test_no_sync_writes_through_a_link_that_was_there_before(
    demo: Sandbox, wheels: Path, tmp_path: Path, name: str, *, fails: bool
) -> None:
    write_wheel(wheels, "four", "1.0", more={"four/a.py": "new"})
    demo.make("three==1.0")
    data, link = tmp_path / "data", demo.site_packages / name
    data.mkdir()
    (data / "a.py").write_text("precious")
    link.symlink_to(data)
    demo.write_manifest("three==1.0", "four")
    demo.replace_uv(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(demo, "sync", "--lock", status=int(fails))
    assert [it.read_text() for it in data.iterdir()] == ["precious"]
    assert link.is_symlink() == fails


OTHER_NAMES = {
    "folder": "othername/a.py",
    "deep folder": "othername/deep/a.py",
    "module": "othername.py",
    "program": "four-1.0.data/scripts/precious",
    "manual": "four-1.0.data/data/share/a.py",
}


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("linked", OTHER_NAMES)
def test_no_sync_writes_through_a_link_with_another_name(
    demo: Sandbox, wheels: Path, tmp_path: Path, linked: str, *, fails: bool
) -> None:
    write_wheel(wheels, "four", "1.0", more={OTHER_NAMES[linked]: "new"})
    demo.make("three==1.0")
    data, packages = tmp_path / "data", demo.site_packages
    data.mkdir()
    precious = data / "a.py"
    precious.write_text("precious")
    places = {
        "folder": (packages / "othername", data),
        "deep folder": (packages / "othername/deep", data),
        "module": (packages / "othername.py", precious),
        "program": (demo.environment / "bin/precious", precious),
        "manual": (demo.environment / "share", data),
    }
    link, target = places[linked]
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    demo.variables["UV_LINK_MODE"] = "copy"
    demo.write_manifest("three==1.0", "four")
    demo.replace_uv(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(demo, "sync", "--lock", status=int(fails))
    assert [it.read_text() for it in data.iterdir()] == ["precious"]
    assert link.is_symlink() == fails


@pytest.mark.parametrize("linked", ["folder", "module"])
def test_no_sync_writes_through_a_link_that_a_record_claims(
    demo: Sandbox, wheels: Path, tmp_path: Path, linked: str
) -> None:
    """What can plant a link can write a RECORD too."""
    write_wheel(wheels, "four", "1.0", more={OTHER_NAMES[linked]: "new"})
    demo.make("three==1.0")
    data, name = tmp_path / "data", OTHER_NAMES[linked].partition("/")[0]
    data.mkdir()
    (data / "a.py").write_text("precious")
    (demo.site_packages / name).symlink_to(data / "a.py" if linked == "module" else data)
    record = demo.site_packages / "three-1.0.dist-info/RECORD"
    record.write_text(f"{record.read_text()}{name},,\n")
    demo.variables["UV_LINK_MODE"] = "copy"
    demo.write_manifest("three==1.0", "four")
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")
    assert [it.read_text() for it in data.iterdir()] == ["precious"]


def test_links_made_by_uv_are_kept(demo: Sandbox) -> None:
    """In this link mode every file is a link; uv reads metadata to see what is installed."""
    demo.variables["UV_LINK_MODE"] = "symlink"
    demo.make("three==1.0", "one==1.0")
    assert (demo.site_packages / "one.py").is_symlink()
    demo.write_manifest("three==2.0", "one==1.0")
    demo.replace_uv(
        f'[ "$1" != sync ] || [ -L "{demo.site_packages}/one.py" ] || exit 2; exec "$UV" "$@"'
    )
    lockstep(demo, "sync", "--lock")
    assert (demo.site_packages / "one.py").read_text()


@pytest.mark.parametrize("fails", [False, True])
def test_unaffected_links_are_kept(demo: Sandbox, tmp_path: Path, *, fails: bool) -> None:
    """Also a link in a folder that uv removes when it is empty, and a dangling one."""
    demo.make("three==1.0", "two==1.0")
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.py").write_text("precious")
    packages = demo.site_packages
    links = [packages / "mine", packages / "joint/mine", demo.environment / "share/mine"]
    for link in links:
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(data)
    lost = packages / "lost.py"
    lost.symlink_to(tmp_path / "nowhere")
    demo.write_manifest("three==2.0")
    demo.replace_uv(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(demo, "sync", "--lock", status=int(fails))
    assert [it.readlink() for it in links] == [data] * 3
    assert lost.readlink() == tmp_path / "nowhere"
    assert (data / "a.py").read_text() == "precious"


@pytest.mark.parametrize("place", [(), ("--environment", ".venv")])
def test_a_leftover_that_is_a_link_to_data(
    demo: Sandbox, tmp_path: Path, place: tuple[str, ...]
) -> None:
    demo.make("three==1.0")
    data = tmp_path / "data"
    data.mkdir()
    (data / "thesis.txt").write_text("precious")
    link = demo.site_packages / "~hree"
    link.symlink_to(data)
    lockstep(demo, "repair", *place)
    assert not link.is_symlink()
    assert (data / "thesis.txt").read_text() == "precious"
