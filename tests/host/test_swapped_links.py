"""A folder that another user has replaced by a link: no effect of the host goes through it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lockstep.host.contract import Host
from lockstep.host.own_host import own_host

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Win32 has no calls relative to a folder (docs/windows.md)"
)

ENVIRONMENT, ASIDE = ".venv/lib", ".lockstep/1"
# The first path of each pair is in the environment, the second in the aside folder.
EFFECTS: dict[str, Callable[[Host, str, str], object]] = {
    "rename away": lambda host, ours, kept: host.rename(ours, kept + "0"),
    "rename back": lambda host, ours, kept: host.rename(kept, ours + "0"),
    "rename in the aside folder": lambda host, _, kept: host.rename(kept, kept + "0"),
    "link away": lambda host, ours, kept: host.link(ours, kept + "0"),
    "link back": lambda host, ours, kept: host.link(kept, ours + "0"),
    "copy away": lambda host, ours, kept: host.copy(ours, kept + "0"),
    "copy back": lambda host, ours, kept: host.copy(kept, ours + "0"),
    "is held": lambda host, ours, kept: host.is_held(ours, kept.rpartition("/")[0]),
    "remove aside": lambda host, _, kept: host.remove(kept),
    "delete aside": lambda host, _, kept: host.delete_tree(kept),
    "make a folder": lambda host, _, kept: host.make_folder(kept + "0"),
}


def contents(folder: Path) -> dict[str, str]:
    return {
        str(it.relative_to(folder)): it.read_text() if it.is_file() else "folder"
        for it in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("swapped", [".venv", ".venv/lib", ".lockstep", ".lockstep/1"])
def test_no_effect_passes_through_a_link(tmp_path: Path, swapped: str, effect: str) -> None:
    project, victim = tmp_path / "demo", tmp_path / "victim"
    for folder in (ENVIRONMENT, ASIDE):
        (project / folder).mkdir(parents=True)
        (project / folder / "5").write_text("ours")
    shutil.copytree(project / swapped, victim)
    for it in victim.rglob("5"):
        it.write_text("the victim's")
    before = contents(victim)
    (project / swapped).rename(tmp_path / "swapped")
    (project / swapped).symlink_to(victim)
    with suppress(OSError):
        EFFECTS[effect](own_host(), str(project / ENVIRONMENT / "5"), str(project / ASIDE / "5"))
    assert contents(victim) == before
