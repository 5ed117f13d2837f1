"""Links in an environment that lead to somebody's data: nothing is written or deleted there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracle.shelf import write_wheel
from .lab import Lab
from .shelf import home, lockstep, shelf

__all__ = ["home", "shelf"]
pytestmark = pytest.mark.slow


def test_a_package_whose_folder_is_a_link_to_data(home: Lab, tmp_path: Path) -> None:
    home.make("three==1.0")
    data = tmp_path / "data"
    (home.site_packages / "parts").rename(data)
    (home.site_packages / "parts").symlink_to(data)
    (data / "b.py").write_text("precious")
    home.depend("three==2.0")
    lockstep(home, "recreate")
    assert (data / "a.py").read_text() == "1.0"
    assert (data / "b.py").read_text() == "precious"


@pytest.mark.parametrize("fails", [False, True])
def test_no_sync_goes_through_the_link_of_a_package(
    home: Lab, tmp_path: Path, *, fails: bool
) -> None:
    home.make("three==1.0")
    data, parts = tmp_path / "data", home.site_packages / "parts"
    parts.rename(data)
    parts.symlink_to(data)
    home.depend("three==2.0")
    home.stand_in(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(home, "sync", "--lock", status=int(fails))
    assert (data / "a.py").read_text() == "1.0"
    assert parts.is_symlink() == fails
    assert (parts / "a.py").read_text() == ("1.0" if fails else "2.0")


@pytest.mark.parametrize("name", ["four", "four-1.0.dist-info"])
@pytest.mark.parametrize("fails", [False, True])
def test_no_sync_writes_through_a_link_that_was_there_before(
    home: Lab, shelf: Path, tmp_path: Path, name: str, *, fails: bool
) -> None:
    write_wheel(shelf, "four", "1.0", more={"four/a.py": "new"})
    home.make("three==1.0")
    data, link = tmp_path / "data", home.site_packages / name
    data.mkdir()
    (data / "a.py").write_text("precious")
    link.symlink_to(data)
    home.depend("three==1.0", "four")
    home.stand_in(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(home, "sync", "--lock", status=int(fails))
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
def test_nor_through_one_whose_name_is_not_the_package_s(
    home: Lab, shelf: Path, tmp_path: Path, linked: str, *, fails: bool
) -> None:
    write_wheel(shelf, "four", "1.0", more={OTHER_NAMES[linked]: "new"})
    home.make("three==1.0")
    data, packages = tmp_path / "data", home.site_packages
    data.mkdir()
    precious = data / "a.py"
    precious.write_text("precious")
    places = {
        "folder": (packages / "othername", data),
        "deep folder": (packages / "othername/deep", data),
        "module": (packages / "othername.py", precious),
        "program": (home.environment / "bin/precious", precious),
        "manual": (home.environment / "share", data),
    }
    link, target = places[linked]
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target)
    home.variables["UV_LINK_MODE"] = "copy"
    home.depend("three==1.0", "four")
    home.stand_in(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(home, "sync", "--lock", status=int(fails))
    assert [it.read_text() for it in data.iterdir()] == ["precious"]
    assert link.is_symlink() == fails


@pytest.mark.parametrize("linked", ["folder", "module"])
def test_nor_through_one_that_a_record_claims(
    home: Lab, shelf: Path, tmp_path: Path, linked: str
) -> None:
    """Whoever plants a link can write a RECORD too."""
    write_wheel(shelf, "four", "1.0", more={OTHER_NAMES[linked]: "new"})
    home.make("three==1.0")
    data, name = tmp_path / "data", OTHER_NAMES[linked].partition("/")[0]
    data.mkdir()
    (data / "a.py").write_text("precious")
    (home.site_packages / name).symlink_to(data / "a.py" if linked == "module" else data)
    record = home.site_packages / "three-1.0.dist-info/RECORD"
    record.write_text(f"{record.read_text()}{name},,\n")
    home.variables["UV_LINK_MODE"] = "copy"
    home.depend("three==1.0", "four")
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")
    assert [it.read_text() for it in data.iterdir()] == ["precious"]


def test_the_links_of_uv_s_own_stay(home: Lab) -> None:
    """With this mode every file is one; by the metadata uv knows what is installed."""
    home.variables["UV_LINK_MODE"] = "symlink"
    home.make("three==1.0", "one==1.0")
    assert (home.site_packages / "one.py").is_symlink()
    home.depend("three==2.0", "one==1.0")
    home.stand_in(
        f'[ "$1" != sync ] || [ -L "{home.site_packages}/one.py" ] || exit 2; exec "$UV" "$@"'
    )
    lockstep(home, "sync", "--lock")
    assert (home.site_packages / "one.py").read_text()


@pytest.mark.parametrize("fails", [False, True])
def test_links_that_are_in_nobody_s_way_are_where_they_were(
    home: Lab, tmp_path: Path, *, fails: bool
) -> None:
    """Also one in a folder that uv removes when it is empty, and one that leads nowhere."""
    home.make("three==1.0", "two==1.0")
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.py").write_text("precious")
    packages = home.site_packages
    links = [packages / "mine", packages / "joint/mine", home.environment / "share/mine"]
    for link in links:
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(data)
    lost = packages / "lost.py"
    lost.symlink_to(tmp_path / "nowhere")
    home.depend("three==2.0")
    home.stand_in(f'"$UV" "$@" || exit; [ "$1" != sync ] || exit {int(fails)}')
    lockstep(home, "sync", "--lock", status=int(fails))
    assert [it.readlink() for it in links] == [data] * 3
    assert lost.readlink() == tmp_path / "nowhere"
    assert (data / "a.py").read_text() == "precious"


@pytest.mark.parametrize("place", [(), ("--environment", ".venv")])
def test_a_leftover_that_is_a_link_to_data(
    home: Lab, tmp_path: Path, place: tuple[str, ...]
) -> None:
    home.make("three==1.0")
    data = tmp_path / "data"
    data.mkdir()
    (data / "thesis.txt").write_text("precious")
    link = home.site_packages / "~hree"
    link.symlink_to(data)
    lockstep(home, "repair", *place)
    assert not link.is_symlink()
    assert (data / "thesis.txt").read_text() == "precious"
